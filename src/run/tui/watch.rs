//! Watches one file, so that a change of it is seen without looking again and again.
//!
//! Linux tells of it (inotify); elsewhere nothing is watched. It is the folder that is watched,
//! since most editors put a new file in the place of the old one.
//!
//! Absent on purpose: reading the file.

#[cfg(target_os = "linux")]
pub(super) use linux::Watch;
#[cfg(not(target_os = "linux"))]
pub(super) use nowhere::Watch;

#[cfg(target_os = "linux")]
mod linux {
    use std::ffi::{OsStr, OsString};
    use std::mem::MaybeUninit;
    use std::os::fd::OwnedFd;
    use std::os::unix::ffi::OsStrExt as _;
    use std::path::Path;

    use rustix::fs::inotify::{self, CreateFlags, WatchFlags};
    use tokio::io::Interest;
    use tokio::io::unix::AsyncFd;

    /// What is watched: the folder's news, and the file's name.
    #[derive(Debug, Default)]
    pub(in crate::run::tui) struct Watch(Option<(AsyncFd<OwnedFd>, OsString)>);

    impl Watch {
        /// Watches this file, or nothing.
        pub(in crate::run::tui) fn of(file: Option<&Path>) -> Self {
            Self(file.and_then(watch))
        }

        /// The file was written, or another was put in its place.
        pub(in crate::run::tui) async fn changed(&self) {
            let Some((folder, name)) = &self.0 else {
                return std::future::pending().await;
            };
            loop {
                let Ok(mut ready) = folder.readable().await else {
                    return std::future::pending().await;
                };
                let mut met = false;
                // Reads until nothing is left, which is what tokio wants to hear.
                let _ = ready.try_io(|folder| Ok(read(folder.get_ref(), name, &mut met)?));
                if met {
                    return;
                }
            }
        }
    }

    fn read(folder: &OwnedFd, name: &OsStr, met: &mut bool) -> rustix::io::Result<()> {
        let mut buffer = [MaybeUninit::uninit(); 2048];
        let mut reader = inotify::Reader::new(folder, &mut buffer);
        loop {
            let event = reader.next()?;
            let named = event.file_name();
            *met |= named.is_some_and(|named| named.to_bytes() == name.as_bytes());
        }
    }

    #[expect(
        deprecated,
        reason = "what it warns of is a descriptor that somebody else closes; this one is owned"
    )]
    fn watch(file: &Path) -> Option<(AsyncFd<OwnedFd>, OsString)> {
        let folder = file
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let told = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK).ok()?;
        let wanted = WatchFlags::CLOSE_WRITE | WatchFlags::MOVED_TO;
        inotify::add_watch(&told, folder.unwrap_or(Path::new(".")), wanted).ok()?;
        let told = AsyncFd::with_interest(told, Interest::READABLE).ok()?;
        Some((told, file.file_name()?.to_owned()))
    }
}

#[cfg(not(target_os = "linux"))]
mod nowhere {
    use std::path::Path;

    /// Nothing.
    #[derive(Debug, Default)]
    pub(in crate::run::tui) struct Watch;

    impl Watch {
        pub(in crate::run::tui) fn of(_: Option<&Path>) -> Self {
            Self
        }

        pub(in crate::run::tui) async fn changed(&self) {
            std::future::pending().await
        }
    }
}

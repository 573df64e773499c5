//! A row of parts for which there is too little room: each part has shorter and shorter forms, and
//! the least important form gives way first.
//!
//! Absent on purpose: what the parts say.

use crate::flow::{Row, row_width};

/// Something the row says.
pub(super) struct Part {
    /// Its forms, the longest first, each with how long it holds out. The last stays.
    forms: Vec<(u8, Row)>,
}

impl Part {
    /// A part with these forms. What may be left out has an empty form at the end.
    pub(super) fn new(forms: Vec<(u8, Row)>) -> Self {
        Self { forms }
    }

    /// Its form now.
    fn row(&self) -> Row {
        self.forms
            .first()
            .map_or_else(Row::new, |form| form.1.clone())
    }

    /// How long its form holds out; `None` for the last one.
    fn holds(&self) -> Option<u8> {
        (self.forms.len() > 1).then(|| self.forms.first().map_or(0, |form| form.0))
    }
}

/// The parts as rows that have room in so many cells, as far as they can.
pub(super) fn fit(mut parts: Vec<Part>, width: usize) -> Vec<Row> {
    loop {
        let rows: Vec<Row> = parts.iter().map(Part::row).collect();
        if rows.iter().map(|row| row_width(row)).sum::<usize>() <= width {
            return rows;
        }
        let weakest = parts.iter_mut().filter(|part| part.holds().is_some());
        let Some(part) = weakest.min_by_key(|part| part.holds()) else {
            return rows;
        };
        part.forms.remove(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::Span;
    use crate::theme::Role;

    fn part(forms: &[(u8, &str)]) -> Part {
        let forms = forms.iter().map(|(holds, text)| {
            let row = vec![Span::new(*text, Role::Text)];
            (*holds, if text.is_empty() { Row::new() } else { row })
        });
        Part::new(forms.collect())
    }

    fn fitted(width: usize) -> String {
        let parts = vec![
            part(&[(0, "badge")]),
            part(&[(4, " locked well"), (6, " locked"), (0, "")]),
            part(&[(2, " target"), (0, "")]),
        ];
        let rows = fit(parts, width);
        rows.iter().flatten().map(|span| &*span.text).collect()
    }

    #[test]
    fn the_least_important_gives_way_first() {
        for (width, row) in [
            (80, "badge locked well target"),
            (23, "badge locked well"),
            (16, "badge locked"),
            (5, "badge"),
            (1, "badge"),
        ] {
            assert_eq!(fitted(width), row, "{width}");
        }
    }
}

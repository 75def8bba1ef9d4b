"""Native charts: an answer as series of figures, their workbook, and their XML."""

"""From the content of a view to a picture: layout, text, and the writers of SVG, PNG and PDF."""

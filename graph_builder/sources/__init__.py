"""A report document or a data folder becomes printed tables and passages with addresses."""

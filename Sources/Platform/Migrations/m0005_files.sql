-- Nothing yet: the number is kept for the files.
SELECT 1;

-- Nothing yet: the number is kept for the libraries.
SELECT 1;

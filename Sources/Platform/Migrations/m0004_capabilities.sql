-- Nothing yet: the number is kept for the capabilities.
SELECT 1;

-- What is explained by few inputs is not asked of more.
UPDATE difference SET pending = FALSE
WHERE pending AND difference_id IN (SELECT explained.difference_id FROM explained)

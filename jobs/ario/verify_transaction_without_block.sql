SELECT height AS key, 'row ' || lower(hex(id)) AS example
FROM transactions t
WHERE NOT EXISTS (SELECT 1 FROM blocks b WHERE b.height = t.height)

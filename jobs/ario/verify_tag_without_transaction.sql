-- Tags of layer 1 may be exported without its transactions.
SELECT height AS key, 'row ' || lower(hex(id)) AS example
FROM (SELECT DISTINCT height, id, is_data_item FROM tags) t
WHERE (is_data_item OR (SELECT "includeL1Transactions" FROM options) = 'true')
    AND NOT EXISTS (
        SELECT 1 FROM transactions r WHERE r.id = t.id AND r.is_data_item = t.is_data_item AND r.height = t.height
    )

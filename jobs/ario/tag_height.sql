SELECT count(*) AS faults,
       min('table ' || source || ', row ' || lower(hex(id)) || ': height ' || coalesce(tag_height::VARCHAR, 'NULL')
           || ', the row''s ' || height) AS example
FROM (
    SELECT 'stable_transaction_tags' AS source, r.id, t.height AS tag_height, r.height
    FROM l1_tags t JOIN l1_transactions r ON r.id = t.transaction_id
    UNION ALL
    SELECT 'stable_data_item_tags', r.id, t.height, r.height
    FROM item_tags t JOIN data_items r ON r.id = t.data_item_id
)
WHERE tag_height IS DISTINCT FROM height

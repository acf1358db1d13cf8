SELECT count(*) AS faults,
       min('table ' || source || ', row ' || lower(hex(id)) || ': tag_count ' || coalesce(tag_count::VARCHAR, 'NULL')
           || ', tags ' || tags) AS example
FROM (
    SELECT 'stable_transactions' AS source, r.id, r.tag_count, coalesce(t.tags, 0) AS tags
    FROM l1_transactions r
    LEFT JOIN (SELECT transaction_id, count(*) AS tags FROM l1_tags GROUP BY ALL) t ON t.transaction_id = r.id
    WHERE (SELECT "includeL1Tags" FROM options) = 'true'
    UNION ALL
    SELECT 'stable_data_items', r.id, r.tag_count, coalesce(t.tags, 0)
    FROM data_items r
    LEFT JOIN (SELECT data_item_id, count(*) AS tags FROM item_tags GROUP BY ALL) t ON t.data_item_id = r.id
)
WHERE tag_count IS DISTINCT FROM tags

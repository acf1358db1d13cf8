SELECT count(*) AS faults,
       min('table ' || CASE WHEN is_data_item THEN 'stable_data_items' ELSE 'stable_transactions' END || ', row '
           || lower(hex(id)) || ': tag_count ' || coalesce(tag_count::VARCHAR, 'NULL') || ', tags ' || tags) AS example
FROM (
    SELECT r.id, r.is_data_item, r.tag_count, coalesce(t.tags, 0) AS tags
    FROM rows r
    LEFT JOIN (SELECT position >> 32 AS row, count(*) AS tags FROM "sorted tags" GROUP BY ALL) t ON t.row = r.rowid
    WHERE r.is_data_item OR (SELECT "includeL1Tags" FROM options) = 'true'
)
WHERE tag_count IS DISTINCT FROM tags

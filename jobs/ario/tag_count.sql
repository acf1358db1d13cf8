SELECT height AS key,
       'table ' || CASE layer WHEN 1 THEN 'stable_transactions' ELSE 'stable_data_items' END || ', row '
       || lower(hex(id)) || ': tag_count ' || coalesce(tag_count::VARCHAR, 'NULL') || ', tags ' || tags AS example,
       CASE layer WHEN 1 THEN 'l1_tags' ELSE 'item_tags' END AS source, id AS parent, tags AS found
FROM (
    SELECT r.height, r.id, r.layer, r.tag_count, coalesce(t.tags, 0) AS tags
    FROM rows r
    LEFT JOIN (SELECT position >> 32 AS row, count(*) AS tags FROM "output tags" GROUP BY ALL) t ON t.row = r.rowid
    WHERE r.layer = 2 OR (SELECT "includeL1Tags" FROM options) = 'true'
)
WHERE tag_count IS DISTINCT FROM tags

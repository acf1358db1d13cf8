SELECT r.height AS key,
       'row ' || lower(hex(r.id)) || ': tag_count ' || coalesce(r.tag_count::VARCHAR, 'NULL') || ', tags '
       || coalesce(t.tags, 0) AS example
FROM transactions r
LEFT JOIN (SELECT id, is_data_item, count(*) AS tags FROM tags GROUP BY ALL) t
    ON t.id = r.id AND t.is_data_item = r.is_data_item
WHERE (r.is_data_item OR (SELECT "includeL1Tags" FROM options) = 'true')
    AND r.tag_count IS DISTINCT FROM coalesce(t.tags, 0)

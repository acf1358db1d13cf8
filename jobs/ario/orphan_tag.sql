-- Tags that name a height of the range and are no row's. A tag table has no index by height: by index only tags of rows
-- are read, and nothing is found here.
SELECT key, example
FROM (
    SELECT n.height AS key,
           'table ' || CASE n.layer WHEN 1 THEN 'stable_transaction_tags' ELSE 'stable_data_item_tags' END || ', height '
           || n.height AS example,
           unnest(range(n.tags - coalesce(j.tags, 0)))
    FROM named_heights n
    LEFT JOIN (
        SELECT CASE WHEN is_data_item THEN 2 ELSE 1 END AS layer, own_height AS height, count(*) AS tags
        FROM "output tags"
        GROUP BY ALL
    ) j ON j.layer = n.layer AND j.height = n.height
    WHERE n.tags > coalesce(j.tags, 0)
        AND n.height BETWEEN (SELECT min(height) FROM rows) AND (SELECT max(height) FROM rows)
)

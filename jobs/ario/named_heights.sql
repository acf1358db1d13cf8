-- How many tags name each height, whether or not a row of theirs was read.
SELECT layer, height, count(*) AS tags
FROM (SELECT 1 AS layer, height FROM l1_tags UNION ALL SELECT 2, height FROM item_tags)
GROUP BY ALL

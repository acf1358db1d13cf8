SELECT indep_hash, height, previous_block, nonce, hash, block_timestamp, tx_count, block_size, diff, cumulative_diff,
       last_retarget, reward_addr, reward_pool, weave_size, usd_to_ar_rate_dividend, usd_to_ar_rate_divisor,
       scheduled_usd_to_ar_rate_dividend, scheduled_usd_to_ar_rate_divisor, hash_list_merkle, wallet_list, tx_root,
       missing_tx_count
FROM blocks
WHERE height BETWEEN ?1 AND ?2

CREATE TABLE books
(
    exchange     LowCardinality(String),
    market       LowCardinality(String),
    status       LowCardinality(String),
    reason       Nullable(String),
    sequence     Nullable(UInt64),
    exchangeTime Nullable(UInt64),
    bids         Array(Tuple(Decimal(38, 22), Decimal(38, 22))),
    asks         Array(Tuple(Decimal(38, 22), Decimal(38, 22))),
    levels       Tuple(bids UInt32, asks UInt32),
    insertedAt   DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(insertedAt)
ORDER BY (exchange, market, insertedAt);

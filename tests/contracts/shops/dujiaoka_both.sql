-- The tables of dujiaoka that are the same in 2.0.x and V3: a connector may look into none of them.
CREATE TABLE pays (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  pay_name VARCHAR(200) NOT NULL,
  merchant_id VARCHAR(200),
  merchant_key TEXT,
  merchant_pem TEXT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE admin_users (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  username VARCHAR(120) NOT NULL,
  password VARCHAR(80) NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

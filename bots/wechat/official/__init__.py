"""The official account: 公众号 and 服务号."""

from bots.metrics import Metrics


def test_figures_have_fixed_names() -> None:
    metrics = Metrics()
    metrics.accepted["web"].inc(3)
    metrics.duplicates.inc()
    metrics.parked["web"].inc()
    metrics.answered["faq"].inc()
    metrics.delivered["web", "sent"].inc()
    metrics.worked["FindOrder", "done"].inc()
    metrics.delivery_seconds.observe(0.2)
    metrics.batch_size.observe(7)
    metrics.outbox_pending.set(5)
    metrics.tickets_open.set(2)
    told = metrics.exposition().decode()
    for line in (
        'kamidesk_events_accepted_total{channel="web"} 3.0',
        "kamidesk_events_duplicate_total 1.0",
        'kamidesk_events_parked_total{channel="web"} 1.0',
        'kamidesk_answers_total{skill="faq"} 1.0',
        'kamidesk_deliveries_total{channel="web",outcome="sent"} 1.0',
        'kamidesk_work_total{kind="FindOrder",outcome="done"} 1.0',
        'kamidesk_delivery_seconds_bucket{le="0.25"} 1.0',
        'kamidesk_store_batch_size_bucket{le="8.0"} 1.0',
        "kamidesk_outbox_pending 5.0",
        "kamidesk_tickets_open 2.0",
    ):
        assert line in told


def test_a_label_is_looked_up_once() -> None:
    metrics = Metrics()
    assert metrics.accepted["web"] is metrics.accepted["web"]
    assert metrics.delivered["web", "sent"] is metrics.delivered["web", "sent"]


def test_two_products_in_one_process_share_nothing() -> None:
    first, second = Metrics(), Metrics()
    first.accepted["web"].inc()
    assert b'channel="web"' not in second.exposition()

"""What a question costs within a MariaDB, by the server's own log of every statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from tests.mariadb import Server

BEGINS = "START TRANSACTION"
ENDS = ("ROLLBACK", "COMMIT")


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one question, all of its statements together; times in ms. `rows`: examined, at most."""

    median: float
    high: float
    rows: int
    statements: Sequence[str]


def keep_log(server: Server) -> None:
    """Of every statement on connections that are made from now on."""
    server.run("SET GLOBAL log_output = 'TABLE'", "SET GLOBAL long_query_time = 0", "SET GLOBAL slow_query_log = 1")


class Log:
    """`user`: whose statements are looked at."""

    def __init__(self, server: Server, user: str) -> None:
        self._server = server
        self._user = user

    def begin(self) -> None:
        """Forgets what was."""
        self._server.run("TRUNCATE mysql.slow_log")

    def cost(self) -> Cost:
        """Of each transaction since `begin`."""
        with self._server.connect("mysql") as connection, connection.cursor() as cursor:
            cursor.execute(
                "SELECT CONVERT(sql_text USING utf8mb4) AS text, rows_examined, TIME_TO_SEC(query_time) AS took"
                " FROM slow_log WHERE user_host LIKE %s ORDER BY start_time",
                (f"{self._user}[%",),
            )
            rows = cursor.fetchall()
        questions: list[list[tuple[str, float, int]]] = []
        for row in rows:
            text = str(row["text"])
            if text.startswith(BEGINS):
                questions.append([])
            elif questions and not text.startswith(ENDS):
                questions[-1].append((text, float(row["took"]) * 1000, int(row["rows_examined"])))
        took = [sum(each[1] for each in question) for question in questions]
        examined = max(sum(each[2] for each in question) for question in questions)
        return Cost(median(took), quantiles(took, n=20)[-1], examined, [each[0] for each in questions[-1]])

"""`affilia payments status`: the ledger's balances and the orders."""

from __future__ import annotations

import argparse

from affilia.console.output import add_output, answer, named
from affilia.console.ready import database_ready


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The command's words."""
    words = commands.add_parser("payments", help="the balances of the ledger").add_subparsers(
        required=True, metavar="VERB"
    )
    parser = words.add_parser("status", help="balance of each account of the ledger, they sum to nothing")
    add_output(parser)
    parser.set_defaults(run=status)


def status(args: argparse.Namespace) -> int:
    """Balances: credits less debits."""
    database_ready()
    from affilia.payments.queries import balances

    rows = [{"account": name, "cents": cents} for name, cents in balances().items()]
    return answer(args, rows, lambda row: named({f"{row['account']}_cents": row["cents"]}))

"""Portfolio: the state of the whole in a sentence, what asks for attention, and where every process stands."""

from portfolio import pitfalls, processes
from portfolio.store import clock
from reports import calendar_file
from ui import calendar_download, portfolio_attention, portfolio_head, portfolio_list, state

rows = processes.listing(state.store(), closed=True)
if rows:
    pits = pitfalls.all_of(state.store())
    found = portfolio_attention.items(state.store(), rows, clock.today(), pits)
    counted = portfolio_head.counted(rows)
    portfolio_head.head(counted, portfolio_attention.deciding([item for item in found if item.row in counted]))
    portfolio_head.example_notice(rows)
    portfolio_list.attention(found)
    portfolio_list.processes(rows, pits)
    calendar_download.of_portfolio(counted, calendar_file.build)
else:
    portfolio_head.welcome()

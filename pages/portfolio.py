"""Portfolio: the state of the whole in a sentence, what asks for attention, and every process in seven views."""

from portfolio.store import clock
from portfolio.whole import attention, pooled, standing
from reports import calendar_file
from ui import (
    calendar_download,
    portfolio_attention,
    portfolio_board,
    portfolio_capacity,
    portfolio_filter,
    portfolio_fresh,
    portfolio_head,
    portfolio_heat,
    portfolio_money,
    portfolio_pressure,
    portfolio_timeline,
    portfolio_views,
    state,
)

every = standing.of_all(state.store())
if every:
    today = clock.today()
    counted = standing.counted(every)
    items = attention.items(every, today)
    mine = {one.id for one in counted}
    deciding = attention.deciding([item for item in items if item.standing.id in mine])
    portfolio_head.head(counted, deciding, pooled.of(state.store(), counted))
    portfolio_head.example_notice(every)
    view = portfolio_views.choose()
    if view == "overzicht":
        portfolio_attention.draw(items, every)
    found = portfolio_views.filtered(portfolio_filter.facets(every, items), view)
    if not found:
        portfolio_views.nothing()
    elif view == "overzicht":
        portfolio_views.overview(found, every, today)
        portfolio_fresh.draw(counted, today)
        calendar_download.of_portfolio([one.row for one in counted], calendar_file.build)
    elif view == "stappen":
        portfolio_heat.draw(found)
    elif view == "tijdlijn":
        portfolio_timeline.draw(found, today)
    elif view == "bord":
        portfolio_board.draw(found, today)
    elif view == "geld":
        portfolio_money.draw(found)
    elif view == "capaciteit":
        portfolio_capacity.draw(found)
    else:
        portfolio_pressure.draw(found)
else:
    portfolio_head.welcome()

"""The entry: `streamlit run app.py`. Everything it is made of has its own file in serving/."""

import streamlit as st
from starlette.middleware import Middleware

from serving.addresses import start_page_route
from serving.guard import Guard
from serving.headers import SecurityHeaders
from serving.incidents import on_script_error
from serving.index_page import IndexPage
from serving.logs import log_to_stderr
from serving.origin import SameOrigin
from serving.readiness import readiness_route
from serving.start import ready_or_refused
from serving.warmup import lifespan

log_to_stderr()
sign_in = ready_or_refused()

app = st.App(
    "ui/shell.py",
    lifespan=lifespan,
    middleware=[Middleware(SameOrigin), Middleware(SecurityHeaders), Middleware(Guard), Middleware(IndexPage)],
    routes=[readiness_route, start_page_route],
    on_script_error=on_script_error,
    secrets=sign_in,
)

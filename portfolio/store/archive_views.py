"""What an archive holds for whoever opens it in another tool: full-text search, and views with readable columns."""

from __future__ import annotations

SEARCH = {
    "process": ["name", "question", "theme", "area", "group_names"],
    "step_progress": ["note", "override_reason"],
    "verdict": ["statement", "reason", "body", "reference"],
    "talk": ["title", "place", "discussion_piece", "tasks", "report", "reason"],
    "finding": ["theme", "audience", "answer", "basis", "minority"],
    "journal": ["text", "url"],
    "meeting_entry": ["text", "owner"],
}
VIEWS = {
    "v_portfolio": """
        select p.id, p.name, p.municipality, p.theme, p.area, p.status, p.example,
               r.number as request_number, r.submitted_at, r.cost_cents / 100.0 as cost_eur,
               r.cash_cents / 100.0 as cash_eur, r.own_cents / 100.0 as own_hours_eur, r.finish,
               v.outcome, v.decided_on, v.body, v.reference
        from process p
        left join request r on r.process_id = p.id
             and r.number = (select max(number) from request where process_id = p.id)
        left join verdict v on v.request_id = r.id and v.outcome <> 'deferred'""",
    "v_steps": """
        select p.name as process, s.step, s.status, s.planned_start, s.planned_finish, s.actual_start, s.actual_finish,
               s.actual_hours, s.actual_cents / 100.0 as actual_cost_eur, s.content_owner, s.process_owner,
               s.override_reason, s.note, p.example
        from step_progress s join process p on p.id = s.process_id order by p.name, s.step""",
    "v_decisions": """
        select p.name as process, r.number as request_number, v.kind, v.outcome, v.decided_on, v.body, v.reference,
               v.statement, v.reason, r.cost_cents / 100.0 as cost_eur,
               coalesce(v.granted_cents, case v.outcome when 'approved' then r.cost_cents end) / 100.0 as granted_eur,
               r.sha256, v.audit_number, d.name as document,
               u.name as decided_or_recorded_by, v.signed_in, p.example
        from verdict v join request r on r.id = v.request_id join process p on p.id = r.process_id
        left join document d on d.id = v.document_id left join users u on u.id = v.who""",
    "v_talks": """
        select p.name as process, t.title, t.form, t.audience, t.status, t.planned_on, t.held_on, t.registrations,
               t.participants, t.discussion_piece, t.tasks, t.report, t.reason, p.example
        from talk t join process p on p.id = t.process_id where t.deleted_at is null
        order by p.name, coalesce(t.held_on, t.planned_on), t.title""",
    "v_bookings": """
        select p.name as process, b.step, b.kind, b.hours, b.cents / 100.0 as eur, b.day, b.role, b.note, p.example
        from booking b join process p on p.id = b.process_id where b.deleted_at is null order by p.name, b.day, b.id""",
    "v_feedback": """
        select p.name as process, f.part, f.sent_on, f.channel, f.audience, f.public, f.note, p.example
        from feedback f join process p on p.id = f.process_id where f.deleted_at is null order by p.name, f.sent_on""",
    "v_findings": """
        select p.name as process, f.theme, f.audience, f.answer, f.basis, f.minority, p.example
        from finding f join process p on p.id = f.process_id where f.deleted_at is null
        order by p.name, f.theme, f.audience""",
    "v_meetings": """
        select m.id, m.title, m.held_on, m.minutes, m.status,
               (select count(*) from meeting_entry e
                where e.meeting_id = m.id and e.kind = 'decision' and e.deleted_at is null) as decisions,
               (select count(*) from meeting_entry e
                where e.meeting_id = m.id and e.kind = 'action' and e.deleted_at is null) as actions,
               (select count(*) from meeting_entry e where e.meeting_id = m.id and e.kind = 'action'
                and e.done_on is null and e.deleted_at is null) as actions_open,
               (select count(*) from meeting_addition a where a.meeting_id = m.id) as additions,
               s.closed_at, coalesce(nullif(u.name, ''), s.closed_by) as closed_by, s.sha256, s.audit_number, m.example
        from meeting m left join snapshot s on s.meeting_id = m.id left join users u on u.id = s.closed_by
        order by m.held_on, m.audit_number""",
    "v_meeting_decisions": """
        select m.held_on, m.title as meeting, p.name as process, e.kind, e.text, e.owner, e.due, e.done_on, e.example
        from meeting_entry e join meeting m on m.id = e.meeting_id left join process p on p.id = e.process_id
        where e.deleted_at is null order by m.held_on, e.audit_number""",
    "v_status_reports": """
        select p.name as process, r.reported_on, r.planning, r.budget, r.risk, r.cause, r.consequence, r.steering,
               r.decision_asked, r.decider, r.decide_before, r.achieved, r.coming, r.scope_change,
               coalesce(nullif(u.name, ''), r.made_by) as reported_by, r.audit_number, r.example
        from status_report r join process p on p.id = r.process_id left join users u on u.id = r.made_by
        order by p.name, r.audit_number""",
    "v_own_figures": """
        select f.key, f.action, f.low, f.likely, f.high, f.reason, f.at, coalesce(nullif(u.name, ''), f.set_by) as who,
               f.audit_number
        from own_figure f left join users u on u.id = f.set_by order by f.audit_number""",
    "v_audit": """
        select a.number, a.at, coalesce(nullif(u.name, ''), a.actor) as who, a.action, a.object, a.result, a.origin,
               a.content, a.hash
        from audit a left join users u on u.id = a.actor order by a.number""",
}

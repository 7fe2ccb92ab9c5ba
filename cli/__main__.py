"""video-story: the command that makes films, shows projects and changes them."""

from __future__ import annotations

import click

from cli import again, agents, backup, bot, edit, jobs, listing, make, money, moving, serve, worker


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="video-story", prog_name="video-story")
def main() -> None:
    """A story goes in, a film comes out.

    Without any key, everything is made on this machine: voices, drawn panels, camera moves, captions.
    """


for command in (
    make.make,
    make.resume,
    listing.projects,
    listing.show,
    listing.voices,
    listing.models,
    edit.edit,
    edit.export,
    again.upgrade,
    again.regenerate,
    again.takes,
    again.guides,
    jobs.jobs,
    money.costs,
    money.account,
    money.examine,
    serve.serve,
    serve.link,
    bot.bot,
    worker.worker,
    backup.backup,
    backup.restore,
    moving.migrate_data,
    agents.mcp,
    agents.token,
):
    main.add_command(command)


if __name__ == "__main__":
    main()

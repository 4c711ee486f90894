using Baize.Output;
using Spectre.Console;

namespace Baize.Up;

/// <summary>What is printed once all is up: where it is and what to try.</summary>
internal static class Summary
{
    /// <param name="children">The processes: the API, the gateway, the game servers, the admin page.</param>
    /// <param name="nginx">The balancer's port; null: there is none.</param>
    /// <param name="store">What keeps the rooms.</param>
    /// <param name="address">What the instances advertise.</param>
    /// <param name="internalKey">What trusted services show.</param>
    /// <param name="password">The admin page's, made up for this start; null: the one that was given.</param>
    /// <param name="colour">Whether to colour.</param>
    public static string Render(IReadOnlyList<Child> children, int? nginx, string store, string address, string internalKey, string? password, bool colour)
    {
        var api = $"http://localhost:{children[0].Port}";
        var gateway = children[1];
        var games = children.Skip(2).SkipLast(1).ToList();
        var admin = children[^1];
        var where = Columns();
        where.AddRow("[bold]Open[/]", $"[link]{api}[/]", address is "127.0.0.1" ? "" : Markup.Escape($"from other machines: http://{address}:{children[0].Port}"));
        where.AddRow("api", Markup.Escape($"{api}/api/v1, documented at {api}/docs"), $"pid {children[0].Pid}");
        where.AddRow("gateway", Markup.Escape($"http://localhost:{gateway.Port}: page, API and ws://localhost:{gateway.Port}/ws?room=..., each room at its owner"), $"pid {gateway.Pid}");
        foreach (var game in games)
            where.AddRow(game.Name, Markup.Escape($"ws://{address}:{game.Port}/ws"), $"pid {game.Pid}");
        where.AddRow("admin", Markup.Escape($"http://localhost:{admin.Port}, {(password is null ? "password as configured" : $"password {password}")}"), $"pid {admin.Pid}");
        where.AddRow("nginx", nginx is null ? "not here (where it is installed, it is started in front of all this)" : Markup.Escape($"http://localhost:{nginx}, in front of all of them: /, /api, /ws"), "");
        where.AddRow("store", Markup.Escape(store), "");

        var what = Columns();
        what.AddRow("rooms", Markup.Escape($"open {api} in two tabs, pick two instances, join one room and talk"));
        what.AddRow("death", Markup.Escape($"kill -9 {games[^1].Pid}    ({games[^1].Name} dies; its rooms go on elsewhere, and it is started again)"));
        what.AddRow("leaving", Markup.Escape($"bin/baize status --api {api}    then: bin/baize drain <instance> --api {api} --key {internalKey}"));
        what.AddRow("notice", Markup.Escape($"curl -d '{{\"type\":\"lobby\",\"data\":{{\"text\":\"hello\"}}}}' -H 'Content-Type: application/json' -H 'X-Internal-Key: {internalKey}' {api}/api/v1/broadcast"));

        var title = games.Count == 1 ? "Baize is up with one game server." : $"Baize is up: {games.Count} game servers act as one.";
        return Terminal.Render(
            new Rows(Text.Empty, new Markup($"[bold green]{title}[/]"), where, Text.Empty, new Markup("[bold]Try[/]"), what, Text.Empty, new Markup("[dim]Ctrl-C stops it all. The logs follow.[/]"), Text.Empty),
            colour);
    }

    private static Grid Columns() => new Grid()
        .AddColumn(new GridColumn().NoWrap().PadLeft(2).PadRight(2))
        .AddColumn(new GridColumn().NoWrap().PadRight(3))
        .AddColumn(new GridColumn().NoWrap());
}

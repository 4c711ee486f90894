using System.Globalization;
using System.Text.Json.Nodes;
using Baize.Rooms;

namespace Baize.TestGames.Tally;

/// <summary>
/// Two players add numbers. One build stands for three: TALLY_RULES is <c>1</c>, <c>2</c> (an addition counts double, the state has another
/// form, running rooms are upgraded) or <c>2-pinned</c> (the same, but running rooms end by the rules that they began with).
/// </summary>
public sealed class TallyGame : Game<TallyState>
{
    private static readonly string Rules = Environment.GetEnvironmentVariable("TALLY_RULES") ?? "1";

    public TallyGame()
        : base("tally", "Tally", minPlayers: 2, maxPlayers: 2)
    {
        On<Addition>("add", (player, move) =>
        {
            if (StateVersion == 1)
                State.Sum += move.Number;
            else
                State.Total += 2 * move.Number;
            return null;
        });
    }

    protected override int StateVersion => int.Parse(Rules[..1], CultureInfo.InvariantCulture);

    protected override int OldestStateVersion => Rules.EndsWith("-pinned", StringComparison.Ordinal) ? StateVersion : 1;

    protected override TallyState Start() => StateVersion == 1 ? new TallyState { Sum = 0 } : new TallyState { Total = 0 };

    protected override object View(Player? viewer) => new { rules = StateVersion, sum = State.Sum, total = State.Total };

    protected override JsonObject Upgrade(JsonObject state, int fromVersion) => new() { ["total"] = state["sum"]?.DeepClone() };
}

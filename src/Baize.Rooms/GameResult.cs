using System.Text.Json;

namespace Baize.Rooms;

/// <summary>How a game ended, as <c>game_end.data.result</c> shows it.</summary>
/// <param name="Winners">User ids; empty: nobody, a draw.</param>
/// <param name="Reason">A word: <c>five_in_a_row</c>, <c>forfeit</c>, …</param>
/// <param name="Details">What else the game has to say; null: nothing.</param>
public sealed record GameResult(IReadOnlyList<long> Winners, string Reason, JsonElement? Details);

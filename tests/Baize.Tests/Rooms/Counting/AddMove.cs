namespace Baize.Tests.Rooms.Counting;

internal sealed record AddMove(int N);

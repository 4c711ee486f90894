using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Baize.Tests.Architecture;

/// <summary>Alerts are built on event ids: each stands for one thing, in all processes.</summary>
public sealed class LogEventTests
{
    private static readonly List<(MethodInfo Method, LoggerMessageAttribute Message)> Messages =
    [
        .. ((string[])["admin", "api", "baize", "Baize.Cluster", "Baize.GameServer", "Baize.Hosting", "Baize.Protocol", "Baize.Rooms", "gateway"])
            .Select(Assembly.Load)
            .SelectMany(a => a.GetTypes())
            .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(m => (m, m.GetCustomAttribute<LoggerMessageAttribute>()!))
            .Where(x => x.Item2 is not null),
    ];

    [Fact]
    public void Messages_OfAllProjects_AreFound() => Assert.True(Messages.Count > 40, $"Only {Messages.Count} were found: the test looks in the wrong place.");

    [Fact]
    public void EventIds_AcrossAllProjects_AreUniqueAndSet()
    {
        Assert.DoesNotContain(Messages, m => m.Message.EventId <= 0);
        Assert.Empty(Messages.GroupBy(m => m.Message.EventId).Where(g => g.Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(", ", g.Select(m => $"{m.Method.DeclaringType!.DeclaringType?.Name}.{m.Method.Name}"))}"));
    }

    [Fact]
    public void EventNames_AreThoseOfTheirMethods() => Assert.All(Messages, m => Assert.Equal(m.Method.Name, m.Message.EventName));
}

using Baize.Admin.Audit;
using Baize.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Baize.Tests.Admin;

/// <summary>The list outlives the process, and does not grow for ever.</summary>
public sealed class AuditLogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("baize-audit-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task ReadAsync_AfterARestart_HasWhatWasWrittenNewestFirst()
    {
        var file = Path.Combine(_folder, "audit.jsonl");
        using (var first = new AuditLog(file, NullLogger<AuditLog>.Instance))
        {
            await first.AddAsync(Entry("one", "x"));
            await first.AddAsync(Entry("two", "x"));
        }
        await File.AppendAllTextAsync(file, "{cut off\n", TestContext.Current.CancellationToken);

        using var second = new AuditLog(file, NullLogger<AuditLog>.Instance);

        Assert.Equal(["two", "one"], (await second.ReadAsync(10)).Entries.Select(e => e.Target));
    }

    [Fact]
    public async Task AddAsync_BeyondItsSize_KeepsTwoFiles()
    {
        var file = Path.Combine(_folder, "audit.jsonl");
        using var log = new AuditLog(file, NullLogger<AuditLog>.Instance);
        var long_ = new string('x', 1024 * 1024);

        for (var i = 0; i < 12; i++)
            await log.AddAsync(Entry($"{i}", long_));

        Assert.Equal(2, Directory.GetFiles(_folder).Length);
        Assert.InRange(Directory.GetFiles(_folder).Sum(f => new FileInfo(f).Length), 5 << 20, 11 << 20);
    }

    [Fact]
    public void New_FileThatCannotBeWritten_NamesKeyAndFile()
    {
        var fault = Assert.Throws<ConfigurationException>(() => new AuditLog(_folder, NullLogger<AuditLog>.Instance));

        Assert.Contains("admin.audit_file", fault.Message, StringComparison.Ordinal);
    }

    private static AuditEntry Entry(string target, string detail) => new(1, "Ada", "key", "127.0.0.1", "drain", target, "done", detail);
}

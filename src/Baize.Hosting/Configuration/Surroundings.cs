namespace Baize.Hosting.Configuration;

/// <summary>What a process finds around it. Handed in, so that tests need not change their own process' environment.</summary>
/// <param name="Variable">An environment variable's value; null where it is not set.</param>
/// <param name="WorkingFolder">Where the process was started.</param>
/// <param name="ProgramFolder">Where its executable lies.</param>
/// <param name="HomeFolder">The user's home; empty where there is none.</param>
/// <param name="TempFolder">For what has no better place.</param>
internal sealed record Surroundings(
    Func<string, string?> Variable, string WorkingFolder, string ProgramFolder, string HomeFolder, string TempFolder)
{
    /// <summary>Those of this process.</summary>
    public static Surroundings OfThisProcess() => new(
        Environment.GetEnvironmentVariable,
        Environment.CurrentDirectory,
        AppContext.BaseDirectory,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
        Path.GetTempPath());
}

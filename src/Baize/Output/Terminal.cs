using Spectre.Console;
using Spectre.Console.Rendering;

namespace Baize.Output;

/// <summary>What standard output can show.</summary>
internal static class Terminal
{
    /// <summary>Whether to colour: on a terminal that can, unless <c>NO_COLOR</c> is set.</summary>
    public static bool HasColour =>
        !Console.IsOutputRedirected
        && AnsiConsole.Profile.Capabilities is { Ansi: true, ColorSystem: not ColorSystem.NoColors }
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Lays out as text. Long lines are left to the terminal to wrap: commands in them are there to be copied.</summary>
    public static string Render(IRenderable content, bool colour)
    {
        var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = 1000;
        console.Write(content);
        return string.Join(Environment.NewLine, text.ToString().Split('\n').Select(l => l.TrimEnd())).TrimEnd();
    }
}

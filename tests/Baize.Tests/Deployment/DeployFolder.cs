using System.Runtime.CompilerServices;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Baize.Tests.Deployment;

/// <summary>The files of <c>deploy/</c>.</summary>
internal static class DeployFolder
{
    public static string Read(params string[] path) => File.ReadAllText(Path(path));

    public static string Path(params string[] path) => System.IO.Path.Combine([Root(), "deploy", .. path]);

    /// <summary>A YAML file with one document, its anchors and merges resolved.</summary>
    public static Dictionary<object, object> Yaml(params string[] path) =>
        new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(new MergingParser(new Parser(new StringReader(Read(path)))));

    private static string Root()
    {
        foreach (var start in (string[])[AppContext.BaseDirectory, System.IO.Path.GetDirectoryName(ThisFile())!])
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(System.IO.Path.Combine(folder.FullName, "Baize.slnx")))
                    return folder.FullName;
            }
        }
        throw new DirectoryNotFoundException("No folder with Baize.slnx above this test.");
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}

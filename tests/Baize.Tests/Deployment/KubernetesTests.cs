using Baize.Hosting.Options;
using k8s;
using k8s.Models;

namespace Baize.Tests.Deployment;

/// <summary>The manifests of <c>deploy/kubernetes</c>: read strictly as the API's own types, and made to fit each other and the program. No cluster runs here.</summary>
public sealed class KubernetesTests
{
    /// <summary>Beyond preStop and drain: for the last sockets to close and the process to end.</summary>
    private const int Margin = 5;

    private static readonly string[] Files = ["game-server.yaml", "api.yaml", "gateway.yaml", "admin.yaml", "ingress.yaml", "secret.example.yaml"];

    // Strict: a field that the type does not have is an error, as with `kubectl apply --validate=strict`.
    private static readonly List<object> Objects = [.. Files.SelectMany(f => KubernetesYaml.LoadAllFromString(DeployFolder.Read("kubernetes", f), strict: true))];

    private static List<T> All<T>() => [.. Objects.OfType<T>()];

    public static TheoryData<string> Deployments() => [.. All<V1Deployment>().Select(d => d.Metadata.Name)];

    [Fact]
    public void Manifests_AreWhatTheyShouldBe()
    {
        Assert.Equal(["baize-admin", "baize-api", "baize-game-server", "baize-gateway"], All<V1Deployment>().Select(d => d.Metadata.Name).Order());
        Assert.Equal(["baize-api", "baize-game-server", "baize-gateway"], All<V1PodDisruptionBudget>().Select(p => p.Metadata.Name).Order());
        Assert.ThrowsAny<Exception>(() => KubernetesYaml.LoadAllFromString(DeployFolder.Read("kubernetes", "game-server.yaml").Replace("minReplicas", "minReplika"), strict: true));
    }

    [Theory]
    [MemberData(nameof(Deployments))]
    public void Pod_Stops_HasTheTimeThatTheDrainMayTake(string name)
    {
        var pod = Deployment(name).Spec.Template.Spec;
        var preStop = Assert.Single(pod.Containers).Lifecycle.PreStop.Sleep.Seconds;

        Assert.True(pod.TerminationGracePeriodSeconds >= preStop + new DrainOptions().Timeout + Margin, $"{name}: {pod.TerminationGracePeriodSeconds} s");
    }

    [Theory]
    [MemberData(nameof(Deployments))]
    public void Pod_Probes_AskLivenessAndReadinessApart(string name)
    {
        var container = Assert.Single(Deployment(name).Spec.Template.Spec.Containers);

        Assert.Equal("/health/live", container.StartupProbe.HttpGet.Path);
        Assert.Equal("/health/live", container.LivenessProbe.HttpGet.Path); // ready would restart all of them while Redis is away
        Assert.Equal("/health/ready", container.ReadinessProbe.HttpGet.Path);
        foreach (var probe in (V1Probe[])[container.StartupProbe, container.LivenessProbe, container.ReadinessProbe])
            Assert.Equal(Assert.Single(container.Ports).Name, probe.HttpGet.Port.Value);
    }

    [Theory]
    [MemberData(nameof(Deployments))]
    public void Pod_Rights_AreTheLeast(string name)
    {
        var pod = Deployment(name).Spec.Template.Spec;
        var container = Assert.Single(pod.Containers);

        Assert.True(pod.SecurityContext.RunAsNonRoot);
        Assert.False(pod.AutomountServiceAccountToken);
        Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
        Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
        Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
        Assert.Contains(container.EnvFrom, e => e.SecretRef.Name == All<V1Secret>().Single().Metadata.Name);
        Assert.All(container.VolumeMounts, m => Assert.Contains(pod.Volumes, v => v.Name == m.Name));
    }

    [Fact]
    public void Ports_AreTheConfigurationsDefaults()
    {
        var server = new ServerOptions();

        Assert.Equal(server.GamePort, Port("baize-game-server"));
        Assert.Equal(server.Port, Port("baize-api"));
        Assert.Equal(server.AdminPort, Port("baize-admin"));

        static int Port(string name) => Deployment(name).Spec.Template.Spec.Containers[0].Ports[0].ContainerPort;
    }

    [Fact]
    public void Selectors_Match_WhatTheySelect()
    {
        foreach (var deployment in All<V1Deployment>())
            Assert.True(Matches(deployment.Spec.Selector.MatchLabels, deployment), deployment.Metadata.Name);
        foreach (var service in All<V1Service>())
        {
            var selected = Assert.Single(All<V1Deployment>(), d => Matches(service.Spec.Selector, d));
            Assert.All(service.Spec.Ports, p => Assert.Contains(selected.Spec.Template.Spec.Containers[0].Ports, c => c.Name == p.TargetPort.Value && c.ContainerPort == p.Port));
        }
        foreach (var budget in All<V1PodDisruptionBudget>())
            Assert.Equal(budget.Metadata.Name, Assert.Single(All<V1Deployment>(), d => Matches(budget.Spec.Selector.MatchLabels, d)).Metadata.Name);
    }

    [Fact]
    public void GameServers_AreAddressableEachAndOnTheWayOutToo()
    {
        var headless = Assert.Single(All<V1Service>(), s => s.Spec.ClusterIP == "None");
        var game = Deployment("baize-game-server");

        Assert.True(Matches(headless.Spec.Selector, game));
        Assert.True(headless.Spec.PublishNotReadyAddresses);
        Assert.Equal("status.podIP", game.Spec.Template.Spec.Containers[0].Env.Single(e => e.Name == "SERVER_ADDRESS").ValueFrom.FieldRef.FieldPath);
        Assert.Equal((0, 1), (int.Parse(game.Spec.Strategy.RollingUpdate.MaxUnavailable.Value), int.Parse(game.Spec.Strategy.RollingUpdate.MaxSurge.Value)));
    }

    [Fact]
    public void Autoscaler_Metric_IsOneOfOursAndTheAdaptersToo()
    {
        var scaler = Assert.Single(All<V2HorizontalPodAutoscaler>());
        var metric = Assert.Single(scaler.Spec.Metrics).Pods.Metric.Name;

        Assert.Contains(All<V1Deployment>(), d => d.Metadata.Name == scaler.Spec.ScaleTargetRef.Name);
        Assert.Contains($"| `{metric}` | gauge |", DeployFolder.Read("..", "docs", "metrics.md"), StringComparison.Ordinal);
        Assert.Contains($"as: {metric} ", DeployFolder.Read("kubernetes", "prometheus-adapter.yaml"), StringComparison.Ordinal);
        Assert.NotEmpty(DeployFolder.Yaml("kubernetes", "prometheus-adapter.yaml"));
    }

    [Fact]
    public void Ingress_Backends_AreServicesOfOursAndInternalIsNotRouted()
    {
        var paths = All<V1Ingress>().Single().Spec.Rules.SelectMany(r => r.Http.Paths).ToList();

        Assert.Equal([("/ws", "baize-game-server"), ("/", "baize-api")], paths.Select(p => (p.Path, p.Backend.Service.Name))); // the API has no /internal
        Assert.All(paths, p => Assert.Contains(All<V1Service>().Single(s => s.Metadata.Name == p.Backend.Service.Name).Spec.Ports, s => s.Name == p.Backend.Service.Port.Name));
    }

    [Fact]
    public void Kustomization_Resources_AreThere()
    {
        var resources = ((List<object>)DeployFolder.Yaml("kubernetes", "kustomization.yaml")["resources"]).Select(r => (string)r);

        Assert.All(resources, r => Assert.True(File.Exists(DeployFolder.Path("kubernetes", r)), r));
    }

    private static V1Deployment Deployment(string name) => All<V1Deployment>().Single(d => d.Metadata.Name == name);

    private static bool Matches(IDictionary<string, string> selector, V1Deployment deployment) =>
        selector.Count > 0 && selector.All(s => deployment.Spec.Template.Metadata.Labels.TryGetValue(s.Key, out var value) && value == s.Value);
}

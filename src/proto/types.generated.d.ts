// Made by `npm run build:protos`; do not edit.
export declare namespace envoy.admin.v3 {
  interface BootstrapConfigDump {
    readonly bootstrap?: envoy.config.bootstrap.v3.Bootstrap | undefined;
    readonly last_updated?: google.protobuf.Timestamp | undefined;
  }
  type ClientResourceStatus = 'UNKNOWN' | 'REQUESTED' | 'DOES_NOT_EXIST' | 'ACKED' | 'NACKED' | number;
  interface ClustersConfigDump {
    readonly version_info?: string | undefined;
    readonly static_clusters?: readonly envoy.admin.v3.ClustersConfigDump.StaticCluster[] | undefined;
    readonly dynamic_active_clusters?: readonly envoy.admin.v3.ClustersConfigDump.DynamicCluster[] | undefined;
    readonly dynamic_warming_clusters?: readonly envoy.admin.v3.ClustersConfigDump.DynamicCluster[] | undefined;
  }
  interface ConfigDump {
    readonly configs?: readonly google.protobuf.Any[] | undefined;
  }
  interface EcdsConfigDump {
    readonly ecds_filters?: readonly envoy.admin.v3.EcdsConfigDump.EcdsFilterConfig[] | undefined;
  }
  interface EndpointsConfigDump {
    readonly static_endpoint_configs?: readonly envoy.admin.v3.EndpointsConfigDump.StaticEndpointConfig[] | undefined;
    readonly dynamic_endpoint_configs?: readonly envoy.admin.v3.EndpointsConfigDump.DynamicEndpointConfig[] | undefined;
  }
  interface ListenersConfigDump {
    readonly version_info?: string | undefined;
    readonly static_listeners?: readonly envoy.admin.v3.ListenersConfigDump.StaticListener[] | undefined;
    readonly dynamic_listeners?: readonly envoy.admin.v3.ListenersConfigDump.DynamicListener[] | undefined;
  }
  interface RoutesConfigDump {
    readonly static_route_configs?: readonly envoy.admin.v3.RoutesConfigDump.StaticRouteConfig[] | undefined;
    readonly dynamic_route_configs?: readonly envoy.admin.v3.RoutesConfigDump.DynamicRouteConfig[] | undefined;
  }
  interface ScopedRoutesConfigDump {
    readonly inline_scoped_route_configs?: readonly envoy.admin.v3.ScopedRoutesConfigDump.InlineScopedRouteConfigs[] | undefined;
    readonly dynamic_scoped_route_configs?: readonly envoy.admin.v3.ScopedRoutesConfigDump.DynamicScopedRouteConfigs[] | undefined;
  }
  interface SecretsConfigDump {
    readonly static_secrets?: readonly envoy.admin.v3.SecretsConfigDump.StaticSecret[] | undefined;
    readonly dynamic_active_secrets?: readonly envoy.admin.v3.SecretsConfigDump.DynamicSecret[] | undefined;
    readonly dynamic_warming_secrets?: readonly envoy.admin.v3.SecretsConfigDump.DynamicSecret[] | undefined;
  }
  interface UpdateFailureState {
    readonly failed_configuration?: google.protobuf.Any | undefined;
    readonly last_update_attempt?: google.protobuf.Timestamp | undefined;
    readonly details?: string | undefined;
    readonly version_info?: string | undefined;
  }
}
export declare namespace envoy.admin.v3.ClustersConfigDump {
  interface DynamicCluster {
    readonly version_info?: string | undefined;
    readonly cluster?: google.protobuf.Any | undefined;
    readonly last_updated?: google.protobuf.Timestamp | undefined;
    readonly error_state?: envoy.admin.v3.UpdateFailureState | undefined;
    readonly client_status?: envoy.admin.v3.ClientResourceStatus | undefined;
  }
  interface StaticCluster {
    readonly cluster?: google.protobuf.Any | undefined;
    readonly last_updated?: google.protobuf.Timestamp | undefined;
  }
}
export declare namespace envoy.admin.v3.EcdsConfigDump {
  interface EcdsFilterConfig {
    readonly version_info?: string | undefined;
    readonly ecds_filter?: google.protobuf.Any | undefined;
    readonly last_updated?: google.protobuf.Timestamp | undefined;
    readonly error_state?: envoy.admin.v3.UpdateFailureState | undefined;
    readonly client_status?: envoy.admin.v3.ClientResourceStatus | undefined;
  }
}
export declare namespace envoy.admin.v3.EndpointsConfigDump {
  interface DynamicEndpointConfig {
    readonly version_info?: string | undefined;
    readonly endpoint_config?: google.protobuf.Any | undefined;
    readonly last_updated?: google.protobuf.Timestamp | undefined;
    readonly error_state?: envoy.admin.v3.UpdateFailureState | undefined;
    readonly client_status?: envoy.admin.v3.ClientResourceStatus | undefined;
  }
  interface StaticEndpointConfig {
    readonly endpoint_config?: google.protobuf.Any | undefined;
    readonly last_updated?: google.protobuf.Timestamp | undefined;
  }
}
export declare namespace envoy.admin.v3.ListenersConfigDump {
  interface DynamicListener {
    readonly name?: string | undefined;
    readonly active_state?: envoy.admin.v3.ListenersConfigDump.DynamicListenerState | undefined;
    readonly warming_state?: envoy.admin.v3.ListenersConfigDump.DynamicListenerState | undefined;
    readonly draining_state?: envoy.admin.v3.ListenersConfigDump.DynamicListenerState | undefined;
    readonly error_state?: envoy.admin.v3.UpdateFailureState | undefined;
    readonly client_status?: envoy.admin.v3.ClientResourceStatus | undefined;
  }
  interface DynamicListenerState {
    readonly version_info?: string | undefined;
    readonly listener?: google.protobuf.Any | undefined;
    readonly last_updated?: google.protobuf.Timestamp | undefined;
  }
  interface StaticListener {
    readonly listener?: google.protobuf.Any | undefined;
    readonly last_updated?: google.protobuf.Timestamp | undefined;
  }
}
export declare namespace envoy.admin.v3.RoutesConfigDump {
  interface DynamicRouteConfig {
    readonly version_info?: string | undefined;
    readonly route_config?: google.protobuf.Any | undefined;
    readonly last_updated?: google.protobuf.Timestamp | undefined;
    readonly error_state?: envoy.admin.v3.UpdateFailureState | undefined;
    readonly client_status?: envoy.admin.v3.ClientResourceStatus | undefined;
  }
  interface StaticRouteConfig {
    readonly route_config?: google.protobuf.Any | undefined;
    readonly last_updated?: google.protobuf.Timestamp | undefined;
  }
}
export declare namespace envoy.admin.v3.ScopedRoutesConfigDump {
  interface DynamicScopedRouteConfigs {
    readonly name?: string | undefined;
    readonly version_info?: string | undefined;
    readonly scoped_route_configs?: readonly google.protobuf.Any[] | undefined;
    readonly last_updated?: google.protobuf.Timestamp | undefined;
    readonly error_state?: envoy.admin.v3.UpdateFailureState | undefined;
    readonly client_status?: envoy.admin.v3.ClientResourceStatus | undefined;
  }
  interface InlineScopedRouteConfigs {
    readonly name?: string | undefined;
    readonly scoped_route_configs?: readonly google.protobuf.Any[] | undefined;
    readonly last_updated?: google.protobuf.Timestamp | undefined;
  }
}
export declare namespace envoy.admin.v3.SecretsConfigDump {
  interface DynamicSecret {
    readonly name?: string | undefined;
    readonly version_info?: string | undefined;
    readonly last_updated?: google.protobuf.Timestamp | undefined;
    readonly secret?: google.protobuf.Any | undefined;
    readonly error_state?: envoy.admin.v3.UpdateFailureState | undefined;
    readonly client_status?: envoy.admin.v3.ClientResourceStatus | undefined;
  }
  interface StaticSecret {
    readonly name?: string | undefined;
    readonly last_updated?: google.protobuf.Timestamp | undefined;
    readonly secret?: google.protobuf.Any | undefined;
  }
}
export declare namespace envoy.config.accesslog.v3 {
  interface AccessLog {
    readonly name?: string | undefined;
    readonly filter?: envoy.config.accesslog.v3.AccessLogFilter | undefined;
    readonly typed_config?: google.protobuf.Any | undefined;
  }
  interface AccessLogFilter {
    readonly status_code_filter?: envoy.config.accesslog.v3.StatusCodeFilter | undefined;
    readonly duration_filter?: envoy.config.accesslog.v3.DurationFilter | undefined;
    readonly not_health_check_filter?: envoy.config.accesslog.v3.NotHealthCheckFilter | undefined;
    readonly traceable_filter?: envoy.config.accesslog.v3.TraceableFilter | undefined;
    readonly runtime_filter?: envoy.config.accesslog.v3.RuntimeFilter | undefined;
    readonly and_filter?: envoy.config.accesslog.v3.AndFilter | undefined;
    readonly or_filter?: envoy.config.accesslog.v3.OrFilter | undefined;
    readonly header_filter?: envoy.config.accesslog.v3.HeaderFilter | undefined;
    readonly response_flag_filter?: envoy.config.accesslog.v3.ResponseFlagFilter | undefined;
    readonly grpc_status_filter?: envoy.config.accesslog.v3.GrpcStatusFilter | undefined;
    readonly extension_filter?: envoy.config.accesslog.v3.ExtensionFilter | undefined;
    readonly metadata_filter?: envoy.config.accesslog.v3.MetadataFilter | undefined;
    readonly log_type_filter?: envoy.config.accesslog.v3.LogTypeFilter | undefined;
  }
  interface AndFilter {
    readonly filters?: readonly envoy.config.accesslog.v3.AccessLogFilter[] | undefined;
  }
  interface ComparisonFilter {
    readonly op?: envoy.config.accesslog.v3.ComparisonFilter.Op | undefined;
    readonly value?: envoy.config.core.v3.RuntimeUInt32 | undefined;
  }
  interface DurationFilter {
    readonly comparison?: envoy.config.accesslog.v3.ComparisonFilter | undefined;
  }
  interface ExtensionFilter {
    readonly name?: string | undefined;
    readonly typed_config?: google.protobuf.Any | undefined;
  }
  interface GrpcStatusFilter {
    readonly statuses?: readonly envoy.config.accesslog.v3.GrpcStatusFilter.Status[] | undefined;
    readonly exclude?: boolean | undefined;
  }
  interface HeaderFilter {
    readonly header?: envoy.config.route.v3.HeaderMatcher | undefined;
  }
  interface LogTypeFilter {
    readonly types?: readonly envoy.data.accesslog.v3.AccessLogType[] | undefined;
    readonly exclude?: boolean | undefined;
  }
  interface MetadataFilter {
    readonly matcher?: envoy.type.matcher.v3.MetadataMatcher | undefined;
    readonly match_if_key_not_found?: google.protobuf.BoolValue | undefined;
  }
  interface NotHealthCheckFilter {
    readonly [field: string]: never;
  }
  interface OrFilter {
    readonly filters?: readonly envoy.config.accesslog.v3.AccessLogFilter[] | undefined;
  }
  interface ResponseFlagFilter {
    readonly flags?: readonly string[] | undefined;
  }
  interface RuntimeFilter {
    readonly runtime_key?: string | undefined;
    readonly percent_sampled?: envoy.type.v3.FractionalPercent | undefined;
    readonly use_independent_randomness?: boolean | undefined;
  }
  interface StatusCodeFilter {
    readonly comparison?: envoy.config.accesslog.v3.ComparisonFilter | undefined;
  }
  interface TraceableFilter {
    readonly [field: string]: never;
  }
}
export declare namespace envoy.config.accesslog.v3.ComparisonFilter {
  type Op = 'EQ' | 'GE' | 'LE' | number;
}
export declare namespace envoy.config.accesslog.v3.GrpcStatusFilter {
  type Status = 'OK' | 'CANCELED' | 'UNKNOWN' | 'INVALID_ARGUMENT' | 'DEADLINE_EXCEEDED' | 'NOT_FOUND' | 'ALREADY_EXISTS' | 'PERMISSION_DENIED' | 'RESOURCE_EXHAUSTED' | 'FAILED_PRECONDITION' | 'ABORTED' | 'OUT_OF_RANGE' | 'UNIMPLEMENTED' | 'INTERNAL' | 'UNAVAILABLE' | 'DATA_LOSS' | 'UNAUTHENTICATED' | number;
}
export declare namespace envoy.config.bootstrap.v3 {
  interface Admin {
    readonly access_log_path?: string | undefined;
    readonly profile_path?: string | undefined;
    readonly address?: envoy.config.core.v3.Address | undefined;
    readonly socket_options?: readonly envoy.config.core.v3.SocketOption[] | undefined;
    readonly access_log?: readonly envoy.config.accesslog.v3.AccessLog[] | undefined;
    readonly ignore_global_conn_limit?: boolean | undefined;
  }
  interface Bootstrap {
    readonly node?: envoy.config.core.v3.Node | undefined;
    readonly static_resources?: envoy.config.bootstrap.v3.Bootstrap.StaticResources | undefined;
    readonly dynamic_resources?: envoy.config.bootstrap.v3.Bootstrap.DynamicResources | undefined;
    readonly cluster_manager?: envoy.config.bootstrap.v3.ClusterManager | undefined;
    readonly flags_path?: string | undefined;
    readonly stats_sinks?: readonly envoy.config.metrics.v3.StatsSink[] | undefined;
    readonly stats_flush_interval?: google.protobuf.Duration | undefined;
    readonly watchdog?: envoy.config.bootstrap.v3.Watchdog | undefined;
    readonly tracing?: envoy.config.trace.v3.Tracing | undefined;
    readonly admin?: envoy.config.bootstrap.v3.Admin | undefined;
    readonly stats_config?: envoy.config.metrics.v3.StatsConfig | undefined;
    readonly hds_config?: envoy.config.core.v3.ApiConfigSource | undefined;
    readonly overload_manager?: envoy.config.overload.v3.OverloadManager | undefined;
    readonly enable_dispatcher_stats?: boolean | undefined;
    readonly layered_runtime?: envoy.config.bootstrap.v3.LayeredRuntime | undefined;
    readonly header_prefix?: string | undefined;
    readonly stats_server_version_override?: google.protobuf.UInt64Value | undefined;
    readonly use_tcp_for_dns_lookups?: boolean | undefined;
    readonly bootstrap_extensions?: readonly envoy.config.core.v3.TypedExtensionConfig[] | undefined;
    readonly config_sources?: readonly envoy.config.core.v3.ConfigSource[] | undefined;
    readonly default_config_source?: envoy.config.core.v3.ConfigSource | undefined;
    readonly default_socket_interface?: string | undefined;
    readonly certificate_provider_instances?: { readonly [key: string]: envoy.config.core.v3.TypedExtensionConfig } | undefined;
    readonly node_context_params?: readonly string[] | undefined;
    readonly watchdogs?: envoy.config.bootstrap.v3.Watchdogs | undefined;
    readonly fatal_actions?: readonly envoy.config.bootstrap.v3.FatalAction[] | undefined;
    readonly stats_flush_on_admin?: boolean | undefined;
    readonly dns_resolution_config?: envoy.config.core.v3.DnsResolutionConfig | undefined;
    readonly typed_dns_resolver_config?: envoy.config.core.v3.TypedExtensionConfig | undefined;
    readonly inline_headers?: readonly envoy.config.bootstrap.v3.CustomInlineHeader[] | undefined;
    readonly perf_tracing_file_path?: string | undefined;
    readonly default_regex_engine?: envoy.config.core.v3.TypedExtensionConfig | undefined;
    readonly xds_delegate_extension?: envoy.config.core.v3.TypedExtensionConfig | undefined;
    readonly xds_config_tracker_extension?: envoy.config.core.v3.TypedExtensionConfig | undefined;
    readonly listener_manager?: envoy.config.core.v3.TypedExtensionConfig | undefined;
    readonly application_log_config?: envoy.config.bootstrap.v3.Bootstrap.ApplicationLogConfig | undefined;
    readonly deferred_stat_options?: envoy.config.bootstrap.v3.Bootstrap.DeferredStatOptions | undefined;
    readonly grpc_async_client_manager_config?: envoy.config.bootstrap.v3.Bootstrap.GrpcAsyncClientManagerConfig | undefined;
    readonly memory_allocator_manager?: envoy.config.bootstrap.v3.MemoryAllocatorManager | undefined;
  }
  interface ClusterManager {
    readonly local_cluster_name?: string | undefined;
    readonly outlier_detection?: envoy.config.bootstrap.v3.ClusterManager.OutlierDetection | undefined;
    readonly upstream_bind_config?: envoy.config.core.v3.BindConfig | undefined;
    readonly load_stats_config?: envoy.config.core.v3.ApiConfigSource | undefined;
    readonly enable_deferred_cluster_creation?: boolean | undefined;
  }
  interface CustomInlineHeader {
    readonly inline_header_name?: string | undefined;
    readonly inline_header_type?: envoy.config.bootstrap.v3.CustomInlineHeader.InlineHeaderType | undefined;
  }
  interface FatalAction {
    readonly config?: envoy.config.core.v3.TypedExtensionConfig | undefined;
  }
  interface LayeredRuntime {
    readonly layers?: readonly envoy.config.bootstrap.v3.RuntimeLayer[] | undefined;
  }
  interface MemoryAllocatorManager {
    readonly bytes_to_release?: number | string | undefined;
    readonly memory_release_interval?: google.protobuf.Duration | undefined;
  }
  interface RuntimeLayer {
    readonly name?: string | undefined;
    readonly static_layer?: google.protobuf.Struct | undefined;
    readonly disk_layer?: envoy.config.bootstrap.v3.RuntimeLayer.DiskLayer | undefined;
    readonly admin_layer?: envoy.config.bootstrap.v3.RuntimeLayer.AdminLayer | undefined;
    readonly rtds_layer?: envoy.config.bootstrap.v3.RuntimeLayer.RtdsLayer | undefined;
  }
  interface Watchdog {
    readonly miss_timeout?: google.protobuf.Duration | undefined;
    readonly megamiss_timeout?: google.protobuf.Duration | undefined;
    readonly kill_timeout?: google.protobuf.Duration | undefined;
    readonly multikill_timeout?: google.protobuf.Duration | undefined;
    readonly multikill_threshold?: envoy.type.v3.Percent | undefined;
    readonly max_kill_timeout_jitter?: google.protobuf.Duration | undefined;
    readonly actions?: readonly envoy.config.bootstrap.v3.Watchdog.WatchdogAction[] | undefined;
  }
  interface Watchdogs {
    readonly main_thread_watchdog?: envoy.config.bootstrap.v3.Watchdog | undefined;
    readonly worker_watchdog?: envoy.config.bootstrap.v3.Watchdog | undefined;
  }
}
export declare namespace envoy.config.bootstrap.v3.Bootstrap {
  interface ApplicationLogConfig {
    readonly log_format?: envoy.config.bootstrap.v3.Bootstrap.ApplicationLogConfig.LogFormat | undefined;
  }
  interface DeferredStatOptions {
    readonly enable_deferred_creation_stats?: boolean | undefined;
  }
  interface DynamicResources {
    readonly lds_config?: envoy.config.core.v3.ConfigSource | undefined;
    readonly cds_config?: envoy.config.core.v3.ConfigSource | undefined;
    readonly ads_config?: envoy.config.core.v3.ApiConfigSource | undefined;
    readonly lds_resources_locator?: string | undefined;
    readonly cds_resources_locator?: string | undefined;
  }
  interface GrpcAsyncClientManagerConfig {
    readonly max_cached_entry_idle_duration?: google.protobuf.Duration | undefined;
  }
  interface StaticResources {
    readonly listeners?: readonly envoy.config.listener.v3.Listener[] | undefined;
    readonly clusters?: readonly envoy.config.cluster.v3.Cluster[] | undefined;
    readonly secrets?: readonly envoy.extensions.transport_sockets.tls.v3.Secret[] | undefined;
  }
}
export declare namespace envoy.config.bootstrap.v3.Bootstrap.ApplicationLogConfig {
  interface LogFormat {
    readonly json_format?: google.protobuf.Struct | undefined;
    readonly text_format?: string | undefined;
  }
}
export declare namespace envoy.config.bootstrap.v3.ClusterManager {
  interface OutlierDetection {
    readonly event_log_path?: string | undefined;
    readonly event_service?: envoy.config.core.v3.EventServiceConfig | undefined;
  }
}
export declare namespace envoy.config.bootstrap.v3.CustomInlineHeader {
  type InlineHeaderType = 'REQUEST_HEADER' | 'REQUEST_TRAILER' | 'RESPONSE_HEADER' | 'RESPONSE_TRAILER' | number;
}
export declare namespace envoy.config.bootstrap.v3.RuntimeLayer {
  interface AdminLayer {
    readonly [field: string]: never;
  }
  interface DiskLayer {
    readonly symlink_root?: string | undefined;
    readonly append_service_cluster?: boolean | undefined;
    readonly subdirectory?: string | undefined;
  }
  interface RtdsLayer {
    readonly name?: string | undefined;
    readonly rtds_config?: envoy.config.core.v3.ConfigSource | undefined;
  }
}
export declare namespace envoy.config.bootstrap.v3.Watchdog {
  interface WatchdogAction {
    readonly config?: envoy.config.core.v3.TypedExtensionConfig | undefined;
    readonly event?: envoy.config.bootstrap.v3.Watchdog.WatchdogAction.WatchdogEvent | undefined;
  }
}
export declare namespace envoy.config.bootstrap.v3.Watchdog.WatchdogAction {
  type WatchdogEvent = 'UNKNOWN' | 'KILL' | 'MULTIKILL' | 'MEGAMISS' | 'MISS' | number;
}
export declare namespace envoy.config.cluster.v3 {
  interface CircuitBreakers {
    readonly thresholds?: readonly envoy.config.cluster.v3.CircuitBreakers.Thresholds[] | undefined;
    readonly per_host_thresholds?: readonly envoy.config.cluster.v3.CircuitBreakers.Thresholds[] | undefined;
  }
  interface Cluster {
    readonly name?: string | undefined;
    readonly type?: envoy.config.cluster.v3.Cluster.DiscoveryType | undefined;
    readonly eds_cluster_config?: envoy.config.cluster.v3.Cluster.EdsClusterConfig | undefined;
    readonly connect_timeout?: google.protobuf.Duration | undefined;
    readonly per_connection_buffer_limit_bytes?: google.protobuf.UInt32Value | undefined;
    readonly lb_policy?: envoy.config.cluster.v3.Cluster.LbPolicy | undefined;
    readonly health_checks?: readonly envoy.config.core.v3.HealthCheck[] | undefined;
    readonly max_requests_per_connection?: google.protobuf.UInt32Value | undefined;
    readonly circuit_breakers?: envoy.config.cluster.v3.CircuitBreakers | undefined;
    readonly http_protocol_options?: envoy.config.core.v3.Http1ProtocolOptions | undefined;
    readonly http2_protocol_options?: envoy.config.core.v3.Http2ProtocolOptions | undefined;
    readonly dns_refresh_rate?: google.protobuf.Duration | undefined;
    readonly dns_lookup_family?: envoy.config.cluster.v3.Cluster.DnsLookupFamily | undefined;
    readonly dns_resolvers?: readonly envoy.config.core.v3.Address[] | undefined;
    readonly outlier_detection?: envoy.config.cluster.v3.OutlierDetection | undefined;
    readonly cleanup_interval?: google.protobuf.Duration | undefined;
    readonly upstream_bind_config?: envoy.config.core.v3.BindConfig | undefined;
    readonly lb_subset_config?: envoy.config.cluster.v3.Cluster.LbSubsetConfig | undefined;
    readonly ring_hash_lb_config?: envoy.config.cluster.v3.Cluster.RingHashLbConfig | undefined;
    readonly transport_socket?: envoy.config.core.v3.TransportSocket | undefined;
    readonly metadata?: envoy.config.core.v3.Metadata | undefined;
    readonly protocol_selection?: envoy.config.cluster.v3.Cluster.ClusterProtocolSelection | undefined;
    readonly common_lb_config?: envoy.config.cluster.v3.Cluster.CommonLbConfig | undefined;
    readonly alt_stat_name?: string | undefined;
    readonly common_http_protocol_options?: envoy.config.core.v3.HttpProtocolOptions | undefined;
    readonly upstream_connection_options?: envoy.config.cluster.v3.UpstreamConnectionOptions | undefined;
    readonly close_connections_on_host_health_failure?: boolean | undefined;
    readonly ignore_health_on_host_removal?: boolean | undefined;
    readonly load_assignment?: envoy.config.endpoint.v3.ClusterLoadAssignment | undefined;
    readonly original_dst_lb_config?: envoy.config.cluster.v3.Cluster.OriginalDstLbConfig | undefined;
    readonly typed_extension_protocol_options?: { readonly [key: string]: google.protobuf.Any } | undefined;
    readonly least_request_lb_config?: envoy.config.cluster.v3.Cluster.LeastRequestLbConfig | undefined;
    readonly cluster_type?: envoy.config.cluster.v3.Cluster.CustomClusterType | undefined;
    readonly respect_dns_ttl?: boolean | undefined;
    readonly filters?: readonly envoy.config.cluster.v3.Filter[] | undefined;
    readonly load_balancing_policy?: envoy.config.cluster.v3.LoadBalancingPolicy | undefined;
    readonly lrs_server?: envoy.config.core.v3.ConfigSource | undefined;
    readonly transport_socket_matches?: readonly envoy.config.cluster.v3.Cluster.TransportSocketMatch[] | undefined;
    readonly dns_failure_refresh_rate?: envoy.config.cluster.v3.Cluster.RefreshRate | undefined;
    readonly use_tcp_for_dns_lookups?: boolean | undefined;
    readonly upstream_http_protocol_options?: envoy.config.core.v3.UpstreamHttpProtocolOptions | undefined;
    readonly track_timeout_budgets?: boolean | undefined;
    readonly upstream_config?: envoy.config.core.v3.TypedExtensionConfig | undefined;
    readonly track_cluster_stats?: envoy.config.cluster.v3.TrackClusterStats | undefined;
    readonly preconnect_policy?: envoy.config.cluster.v3.Cluster.PreconnectPolicy | undefined;
    readonly connection_pool_per_downstream_connection?: boolean | undefined;
    readonly maglev_lb_config?: envoy.config.cluster.v3.Cluster.MaglevLbConfig | undefined;
    readonly dns_resolution_config?: envoy.config.core.v3.DnsResolutionConfig | undefined;
    readonly wait_for_warm_on_init?: google.protobuf.BoolValue | undefined;
    readonly typed_dns_resolver_config?: envoy.config.core.v3.TypedExtensionConfig | undefined;
    readonly round_robin_lb_config?: envoy.config.cluster.v3.Cluster.RoundRobinLbConfig | undefined;
    readonly lrs_report_endpoint_metrics?: readonly string[] | undefined;
  }
  interface Filter {
    readonly name?: string | undefined;
    readonly typed_config?: google.protobuf.Any | undefined;
    readonly config_discovery?: envoy.config.core.v3.ExtensionConfigSource | undefined;
  }
  interface LoadBalancingPolicy {
    readonly policies?: readonly envoy.config.cluster.v3.LoadBalancingPolicy.Policy[] | undefined;
  }
  interface OutlierDetection {
    readonly consecutive_5xx?: google.protobuf.UInt32Value | undefined;
    readonly interval?: google.protobuf.Duration | undefined;
    readonly base_ejection_time?: google.protobuf.Duration | undefined;
    readonly max_ejection_percent?: google.protobuf.UInt32Value | undefined;
    readonly enforcing_consecutive_5xx?: google.protobuf.UInt32Value | undefined;
    readonly enforcing_success_rate?: google.protobuf.UInt32Value | undefined;
    readonly success_rate_minimum_hosts?: google.protobuf.UInt32Value | undefined;
    readonly success_rate_request_volume?: google.protobuf.UInt32Value | undefined;
    readonly success_rate_stdev_factor?: google.protobuf.UInt32Value | undefined;
    readonly consecutive_gateway_failure?: google.protobuf.UInt32Value | undefined;
    readonly enforcing_consecutive_gateway_failure?: google.protobuf.UInt32Value | undefined;
    readonly split_external_local_origin_errors?: boolean | undefined;
    readonly consecutive_local_origin_failure?: google.protobuf.UInt32Value | undefined;
    readonly enforcing_consecutive_local_origin_failure?: google.protobuf.UInt32Value | undefined;
    readonly enforcing_local_origin_success_rate?: google.protobuf.UInt32Value | undefined;
    readonly failure_percentage_threshold?: google.protobuf.UInt32Value | undefined;
    readonly enforcing_failure_percentage?: google.protobuf.UInt32Value | undefined;
    readonly enforcing_failure_percentage_local_origin?: google.protobuf.UInt32Value | undefined;
    readonly failure_percentage_minimum_hosts?: google.protobuf.UInt32Value | undefined;
    readonly failure_percentage_request_volume?: google.protobuf.UInt32Value | undefined;
    readonly max_ejection_time?: google.protobuf.Duration | undefined;
    readonly max_ejection_time_jitter?: google.protobuf.Duration | undefined;
    readonly successful_active_health_check_uneject_host?: google.protobuf.BoolValue | undefined;
    readonly monitors?: readonly envoy.config.core.v3.TypedExtensionConfig[] | undefined;
    readonly always_eject_one_host?: google.protobuf.BoolValue | undefined;
  }
  interface TrackClusterStats {
    readonly timeout_budgets?: boolean | undefined;
    readonly request_response_sizes?: boolean | undefined;
    readonly per_endpoint_stats?: boolean | undefined;
  }
  interface UpstreamConnectionOptions {
    readonly tcp_keepalive?: envoy.config.core.v3.TcpKeepalive | undefined;
    readonly set_local_interface_name_on_upstream_connections?: boolean | undefined;
    readonly happy_eyeballs_config?: envoy.config.cluster.v3.UpstreamConnectionOptions.HappyEyeballsConfig | undefined;
  }
}
export declare namespace envoy.config.cluster.v3.CircuitBreakers {
  interface Thresholds {
    readonly priority?: envoy.config.core.v3.RoutingPriority | undefined;
    readonly max_connections?: google.protobuf.UInt32Value | undefined;
    readonly max_pending_requests?: google.protobuf.UInt32Value | undefined;
    readonly max_requests?: google.protobuf.UInt32Value | undefined;
    readonly max_retries?: google.protobuf.UInt32Value | undefined;
    readonly track_remaining?: boolean | undefined;
    readonly max_connection_pools?: google.protobuf.UInt32Value | undefined;
    readonly retry_budget?: envoy.config.cluster.v3.CircuitBreakers.Thresholds.RetryBudget | undefined;
  }
}
export declare namespace envoy.config.cluster.v3.CircuitBreakers.Thresholds {
  interface RetryBudget {
    readonly budget_percent?: envoy.type.v3.Percent | undefined;
    readonly min_retry_concurrency?: google.protobuf.UInt32Value | undefined;
  }
}
export declare namespace envoy.config.cluster.v3.Cluster {
  type ClusterProtocolSelection = 'USE_CONFIGURED_PROTOCOL' | 'USE_DOWNSTREAM_PROTOCOL' | number;
  interface CommonLbConfig {
    readonly healthy_panic_threshold?: envoy.type.v3.Percent | undefined;
    readonly zone_aware_lb_config?: envoy.config.cluster.v3.Cluster.CommonLbConfig.ZoneAwareLbConfig | undefined;
    readonly locality_weighted_lb_config?: envoy.config.cluster.v3.Cluster.CommonLbConfig.LocalityWeightedLbConfig | undefined;
    readonly update_merge_window?: google.protobuf.Duration | undefined;
    readonly ignore_new_hosts_until_first_hc?: boolean | undefined;
    readonly close_connections_on_host_set_change?: boolean | undefined;
    readonly consistent_hashing_lb_config?: envoy.config.cluster.v3.Cluster.CommonLbConfig.ConsistentHashingLbConfig | undefined;
    readonly override_host_status?: envoy.config.core.v3.HealthStatusSet | undefined;
  }
  interface CustomClusterType {
    readonly name?: string | undefined;
    readonly typed_config?: google.protobuf.Any | undefined;
  }
  type DiscoveryType = 'STATIC' | 'STRICT_DNS' | 'LOGICAL_DNS' | 'EDS' | 'ORIGINAL_DST' | number;
  type DnsLookupFamily = 'AUTO' | 'V4_ONLY' | 'V6_ONLY' | 'V4_PREFERRED' | 'ALL' | number;
  interface EdsClusterConfig {
    readonly eds_config?: envoy.config.core.v3.ConfigSource | undefined;
    readonly service_name?: string | undefined;
  }
  type LbPolicy = 'ROUND_ROBIN' | 'LEAST_REQUEST' | 'RING_HASH' | 'RANDOM' | 'MAGLEV' | 'CLUSTER_PROVIDED' | 'LOAD_BALANCING_POLICY_CONFIG' | number;
  interface LbSubsetConfig {
    readonly fallback_policy?: envoy.config.cluster.v3.Cluster.LbSubsetConfig.LbSubsetFallbackPolicy | undefined;
    readonly default_subset?: google.protobuf.Struct | undefined;
    readonly subset_selectors?: readonly envoy.config.cluster.v3.Cluster.LbSubsetConfig.LbSubsetSelector[] | undefined;
    readonly locality_weight_aware?: boolean | undefined;
    readonly scale_locality_weight?: boolean | undefined;
    readonly panic_mode_any?: boolean | undefined;
    readonly list_as_any?: boolean | undefined;
    readonly metadata_fallback_policy?: envoy.config.cluster.v3.Cluster.LbSubsetConfig.LbSubsetMetadataFallbackPolicy | undefined;
  }
  interface LeastRequestLbConfig {
    readonly choice_count?: google.protobuf.UInt32Value | undefined;
    readonly active_request_bias?: envoy.config.core.v3.RuntimeDouble | undefined;
    readonly slow_start_config?: envoy.config.cluster.v3.Cluster.SlowStartConfig | undefined;
  }
  interface MaglevLbConfig {
    readonly table_size?: google.protobuf.UInt64Value | undefined;
  }
  interface OriginalDstLbConfig {
    readonly use_http_header?: boolean | undefined;
    readonly http_header_name?: string | undefined;
    readonly upstream_port_override?: google.protobuf.UInt32Value | undefined;
    readonly metadata_key?: envoy.type.metadata.v3.MetadataKey | undefined;
  }
  interface PreconnectPolicy {
    readonly per_upstream_preconnect_ratio?: google.protobuf.DoubleValue | undefined;
    readonly predictive_preconnect_ratio?: google.protobuf.DoubleValue | undefined;
  }
  interface RefreshRate {
    readonly base_interval?: google.protobuf.Duration | undefined;
    readonly max_interval?: google.protobuf.Duration | undefined;
  }
  interface RingHashLbConfig {
    readonly minimum_ring_size?: google.protobuf.UInt64Value | undefined;
    readonly hash_function?: envoy.config.cluster.v3.Cluster.RingHashLbConfig.HashFunction | undefined;
    readonly maximum_ring_size?: google.protobuf.UInt64Value | undefined;
  }
  interface RoundRobinLbConfig {
    readonly slow_start_config?: envoy.config.cluster.v3.Cluster.SlowStartConfig | undefined;
  }
  interface SlowStartConfig {
    readonly slow_start_window?: google.protobuf.Duration | undefined;
    readonly aggression?: envoy.config.core.v3.RuntimeDouble | undefined;
    readonly min_weight_percent?: envoy.type.v3.Percent | undefined;
  }
  interface TransportSocketMatch {
    readonly name?: string | undefined;
    readonly match?: google.protobuf.Struct | undefined;
    readonly transport_socket?: envoy.config.core.v3.TransportSocket | undefined;
  }
}
export declare namespace envoy.config.cluster.v3.Cluster.CommonLbConfig {
  interface ConsistentHashingLbConfig {
    readonly use_hostname_for_hashing?: boolean | undefined;
    readonly hash_balance_factor?: google.protobuf.UInt32Value | undefined;
  }
  interface LocalityWeightedLbConfig {
    readonly [field: string]: never;
  }
  interface ZoneAwareLbConfig {
    readonly routing_enabled?: envoy.type.v3.Percent | undefined;
    readonly min_cluster_size?: google.protobuf.UInt64Value | undefined;
    readonly fail_traffic_on_panic?: boolean | undefined;
  }
}
export declare namespace envoy.config.cluster.v3.Cluster.LbSubsetConfig {
  type LbSubsetFallbackPolicy = 'NO_FALLBACK' | 'ANY_ENDPOINT' | 'DEFAULT_SUBSET' | number;
  type LbSubsetMetadataFallbackPolicy = 'METADATA_NO_FALLBACK' | 'FALLBACK_LIST' | number;
  interface LbSubsetSelector {
    readonly keys?: readonly string[] | undefined;
    readonly fallback_policy?: envoy.config.cluster.v3.Cluster.LbSubsetConfig.LbSubsetSelector.LbSubsetSelectorFallbackPolicy | undefined;
    readonly fallback_keys_subset?: readonly string[] | undefined;
    readonly single_host_per_subset?: boolean | undefined;
  }
}
export declare namespace envoy.config.cluster.v3.Cluster.LbSubsetConfig.LbSubsetSelector {
  type LbSubsetSelectorFallbackPolicy = 'NOT_DEFINED' | 'NO_FALLBACK' | 'ANY_ENDPOINT' | 'DEFAULT_SUBSET' | 'KEYS_SUBSET' | number;
}
export declare namespace envoy.config.cluster.v3.Cluster.RingHashLbConfig {
  type HashFunction = 'XX_HASH' | 'MURMUR_HASH_2' | number;
}
export declare namespace envoy.config.cluster.v3.LoadBalancingPolicy {
  interface Policy {
    readonly typed_extension_config?: envoy.config.core.v3.TypedExtensionConfig | undefined;
  }
}
export declare namespace envoy.config.cluster.v3.UpstreamConnectionOptions {
  type FirstAddressFamilyVersion = 'DEFAULT' | 'V4' | 'V6' | number;
  interface HappyEyeballsConfig {
    readonly first_address_family_version?: envoy.config.cluster.v3.UpstreamConnectionOptions.FirstAddressFamilyVersion | undefined;
    readonly first_address_family_count?: google.protobuf.UInt32Value | undefined;
  }
}
export declare namespace envoy.config.common.mutation_rules.v3 {
  interface HeaderMutation {
    readonly remove?: string | undefined;
    readonly append?: envoy.config.core.v3.HeaderValueOption | undefined;
  }
  interface HeaderMutationRules {
    readonly allow_all_routing?: google.protobuf.BoolValue | undefined;
    readonly allow_envoy?: google.protobuf.BoolValue | undefined;
    readonly disallow_system?: google.protobuf.BoolValue | undefined;
    readonly disallow_all?: google.protobuf.BoolValue | undefined;
    readonly allow_expression?: envoy.type.matcher.v3.RegexMatcher | undefined;
    readonly disallow_expression?: envoy.type.matcher.v3.RegexMatcher | undefined;
    readonly disallow_is_error?: google.protobuf.BoolValue | undefined;
  }
}
export declare namespace envoy.config.core.v3 {
  interface Address {
    readonly socket_address?: envoy.config.core.v3.SocketAddress | undefined;
    readonly pipe?: envoy.config.core.v3.Pipe | undefined;
    readonly envoy_internal_address?: envoy.config.core.v3.EnvoyInternalAddress | undefined;
  }
  interface AggregatedConfigSource {
    readonly [field: string]: never;
  }
  interface AlternateProtocolsCacheOptions {
    readonly name?: string | undefined;
    readonly max_entries?: google.protobuf.UInt32Value | undefined;
    readonly key_value_store_config?: envoy.config.core.v3.TypedExtensionConfig | undefined;
    readonly prepopulated_entries?: readonly envoy.config.core.v3.AlternateProtocolsCacheOptions.AlternateProtocolsCacheEntry[] | undefined;
    readonly canonical_suffixes?: readonly string[] | undefined;
  }
  interface ApiConfigSource {
    readonly api_type?: envoy.config.core.v3.ApiConfigSource.ApiType | undefined;
    readonly cluster_names?: readonly string[] | undefined;
    readonly refresh_delay?: google.protobuf.Duration | undefined;
    readonly grpc_services?: readonly envoy.config.core.v3.GrpcService[] | undefined;
    readonly request_timeout?: google.protobuf.Duration | undefined;
    readonly rate_limit_settings?: envoy.config.core.v3.RateLimitSettings | undefined;
    readonly set_node_on_first_message_only?: boolean | undefined;
    readonly transport_api_version?: envoy.config.core.v3.ApiVersion | undefined;
    readonly config_validators?: readonly envoy.config.core.v3.TypedExtensionConfig[] | undefined;
  }
  type ApiVersion = 'AUTO' | 'V2' | 'V3' | number;
  interface BackoffStrategy {
    readonly base_interval?: google.protobuf.Duration | undefined;
    readonly max_interval?: google.protobuf.Duration | undefined;
  }
  interface BindConfig {
    readonly source_address?: envoy.config.core.v3.SocketAddress | undefined;
    readonly freebind?: google.protobuf.BoolValue | undefined;
    readonly socket_options?: readonly envoy.config.core.v3.SocketOption[] | undefined;
    readonly additional_source_addresses?: readonly envoy.config.core.v3.SocketAddress[] | undefined;
    readonly extra_source_addresses?: readonly envoy.config.core.v3.ExtraSourceAddress[] | undefined;
    readonly local_address_selector?: envoy.config.core.v3.TypedExtensionConfig | undefined;
  }
  interface BuildVersion {
    readonly version?: envoy.type.v3.SemanticVersion | undefined;
    readonly metadata?: google.protobuf.Struct | undefined;
  }
  interface CidrRange {
    readonly address_prefix?: string | undefined;
    readonly prefix_len?: google.protobuf.UInt32Value | undefined;
  }
  interface ConfigSource {
    readonly path?: string | undefined;
    readonly api_config_source?: envoy.config.core.v3.ApiConfigSource | undefined;
    readonly ads?: envoy.config.core.v3.AggregatedConfigSource | undefined;
    readonly initial_fetch_timeout?: google.protobuf.Duration | undefined;
    readonly self?: envoy.config.core.v3.SelfConfigSource | undefined;
    readonly resource_api_version?: envoy.config.core.v3.ApiVersion | undefined;
    readonly authorities?: readonly xds.core.v3.Authority[] | undefined;
    readonly path_config_source?: envoy.config.core.v3.PathConfigSource | undefined;
  }
  interface ControlPlane {
    readonly identifier?: string | undefined;
  }
  interface DataSource {
    readonly filename?: string | undefined;
    readonly inline_bytes?: string | undefined;
    readonly inline_string?: string | undefined;
    readonly environment_variable?: string | undefined;
    readonly watched_directory?: envoy.config.core.v3.WatchedDirectory | undefined;
  }
  interface DnsResolutionConfig {
    readonly resolvers?: readonly envoy.config.core.v3.Address[] | undefined;
    readonly dns_resolver_options?: envoy.config.core.v3.DnsResolverOptions | undefined;
  }
  interface DnsResolverOptions {
    readonly use_tcp_for_dns_lookups?: boolean | undefined;
    readonly no_default_search_domain?: boolean | undefined;
  }
  interface EnvoyInternalAddress {
    readonly server_listener_name?: string | undefined;
    readonly endpoint_id?: string | undefined;
  }
  interface EventServiceConfig {
    readonly grpc_service?: envoy.config.core.v3.GrpcService | undefined;
  }
  interface Extension {
    readonly name?: string | undefined;
    readonly category?: string | undefined;
    readonly type_descriptor?: string | undefined;
    readonly version?: envoy.config.core.v3.BuildVersion | undefined;
    readonly disabled?: boolean | undefined;
    readonly type_urls?: readonly string[] | undefined;
  }
  interface ExtensionConfigSource {
    readonly config_source?: envoy.config.core.v3.ConfigSource | undefined;
    readonly default_config?: google.protobuf.Any | undefined;
    readonly apply_default_config_without_warming?: boolean | undefined;
    readonly type_urls?: readonly string[] | undefined;
  }
  interface ExtraSourceAddress {
    readonly address?: envoy.config.core.v3.SocketAddress | undefined;
    readonly socket_options?: envoy.config.core.v3.SocketOptionsOverride | undefined;
  }
  interface GrpcMethodList {
    readonly services?: readonly envoy.config.core.v3.GrpcMethodList.Service[] | undefined;
  }
  interface GrpcService {
    readonly envoy_grpc?: envoy.config.core.v3.GrpcService.EnvoyGrpc | undefined;
    readonly google_grpc?: envoy.config.core.v3.GrpcService.GoogleGrpc | undefined;
    readonly timeout?: google.protobuf.Duration | undefined;
    readonly initial_metadata?: readonly envoy.config.core.v3.HeaderValue[] | undefined;
    readonly retry_policy?: envoy.config.core.v3.RetryPolicy | undefined;
  }
  interface HeaderValue {
    readonly key?: string | undefined;
    readonly value?: string | undefined;
    readonly raw_value?: string | undefined;
  }
  interface HeaderValueOption {
    readonly header?: envoy.config.core.v3.HeaderValue | undefined;
    readonly append?: google.protobuf.BoolValue | undefined;
    readonly append_action?: envoy.config.core.v3.HeaderValueOption.HeaderAppendAction | undefined;
    readonly keep_empty_value?: boolean | undefined;
  }
  interface HealthCheck {
    readonly timeout?: google.protobuf.Duration | undefined;
    readonly interval?: google.protobuf.Duration | undefined;
    readonly interval_jitter?: google.protobuf.Duration | undefined;
    readonly unhealthy_threshold?: google.protobuf.UInt32Value | undefined;
    readonly healthy_threshold?: google.protobuf.UInt32Value | undefined;
    readonly alt_port?: google.protobuf.UInt32Value | undefined;
    readonly reuse_connection?: google.protobuf.BoolValue | undefined;
    readonly http_health_check?: envoy.config.core.v3.HealthCheck.HttpHealthCheck | undefined;
    readonly tcp_health_check?: envoy.config.core.v3.HealthCheck.TcpHealthCheck | undefined;
    readonly grpc_health_check?: envoy.config.core.v3.HealthCheck.GrpcHealthCheck | undefined;
    readonly no_traffic_interval?: google.protobuf.Duration | undefined;
    readonly custom_health_check?: envoy.config.core.v3.HealthCheck.CustomHealthCheck | undefined;
    readonly unhealthy_interval?: google.protobuf.Duration | undefined;
    readonly unhealthy_edge_interval?: google.protobuf.Duration | undefined;
    readonly healthy_edge_interval?: google.protobuf.Duration | undefined;
    readonly event_log_path?: string | undefined;
    readonly interval_jitter_percent?: number | undefined;
    readonly always_log_health_check_failures?: boolean | undefined;
    readonly initial_jitter?: google.protobuf.Duration | undefined;
    readonly tls_options?: envoy.config.core.v3.HealthCheck.TlsOptions | undefined;
    readonly event_service?: envoy.config.core.v3.EventServiceConfig | undefined;
    readonly transport_socket_match_criteria?: google.protobuf.Struct | undefined;
    readonly no_traffic_healthy_interval?: google.protobuf.Duration | undefined;
    readonly event_logger?: readonly envoy.config.core.v3.TypedExtensionConfig[] | undefined;
    readonly always_log_health_check_success?: boolean | undefined;
  }
  type HealthStatus = 'UNKNOWN' | 'HEALTHY' | 'UNHEALTHY' | 'DRAINING' | 'TIMEOUT' | 'DEGRADED' | number;
  interface HealthStatusSet {
    readonly statuses?: readonly envoy.config.core.v3.HealthStatus[] | undefined;
  }
  interface Http1ProtocolOptions {
    readonly allow_absolute_url?: google.protobuf.BoolValue | undefined;
    readonly accept_http_10?: boolean | undefined;
    readonly default_host_for_http_10?: string | undefined;
    readonly header_key_format?: envoy.config.core.v3.Http1ProtocolOptions.HeaderKeyFormat | undefined;
    readonly enable_trailers?: boolean | undefined;
    readonly allow_chunked_length?: boolean | undefined;
    readonly override_stream_error_on_invalid_http_message?: google.protobuf.BoolValue | undefined;
    readonly send_fully_qualified_url?: boolean | undefined;
    readonly use_balsa_parser?: google.protobuf.BoolValue | undefined;
    readonly allow_custom_methods?: boolean | undefined;
  }
  interface Http2ProtocolOptions {
    readonly hpack_table_size?: google.protobuf.UInt32Value | undefined;
    readonly max_concurrent_streams?: google.protobuf.UInt32Value | undefined;
    readonly initial_stream_window_size?: google.protobuf.UInt32Value | undefined;
    readonly initial_connection_window_size?: google.protobuf.UInt32Value | undefined;
    readonly allow_connect?: boolean | undefined;
    readonly allow_metadata?: boolean | undefined;
    readonly max_outbound_frames?: google.protobuf.UInt32Value | undefined;
    readonly max_outbound_control_frames?: google.protobuf.UInt32Value | undefined;
    readonly max_consecutive_inbound_frames_with_empty_payload?: google.protobuf.UInt32Value | undefined;
    readonly max_inbound_priority_frames_per_stream?: google.protobuf.UInt32Value | undefined;
    readonly max_inbound_window_update_frames_per_data_frame_sent?: google.protobuf.UInt32Value | undefined;
    readonly stream_error_on_invalid_http_messaging?: boolean | undefined;
    readonly custom_settings_parameters?: readonly envoy.config.core.v3.Http2ProtocolOptions.SettingsParameter[] | undefined;
    readonly override_stream_error_on_invalid_http_message?: google.protobuf.BoolValue | undefined;
    readonly connection_keepalive?: envoy.config.core.v3.KeepaliveSettings | undefined;
    readonly use_oghttp2_codec?: google.protobuf.BoolValue | undefined;
  }
  interface Http3ProtocolOptions {
    readonly quic_protocol_options?: envoy.config.core.v3.QuicProtocolOptions | undefined;
    readonly override_stream_error_on_invalid_http_message?: google.protobuf.BoolValue | undefined;
    readonly allow_extended_connect?: boolean | undefined;
    readonly allow_metadata?: boolean | undefined;
  }
  interface HttpProtocolOptions {
    readonly idle_timeout?: google.protobuf.Duration | undefined;
    readonly max_headers_count?: google.protobuf.UInt32Value | undefined;
    readonly max_connection_duration?: google.protobuf.Duration | undefined;
    readonly max_stream_duration?: google.protobuf.Duration | undefined;
    readonly headers_with_underscores_action?: envoy.config.core.v3.HttpProtocolOptions.HeadersWithUnderscoresAction | undefined;
    readonly max_requests_per_connection?: google.protobuf.UInt32Value | undefined;
  }
  interface HttpService {
    readonly http_uri?: envoy.config.core.v3.HttpUri | undefined;
    readonly request_headers_to_add?: readonly envoy.config.core.v3.HeaderValueOption[] | undefined;
  }
  interface HttpUri {
    readonly uri?: string | undefined;
    readonly cluster?: string | undefined;
    readonly timeout?: google.protobuf.Duration | undefined;
  }
  interface JsonFormatOptions {
    readonly sort_properties?: boolean | undefined;
  }
  interface KeepaliveSettings {
    readonly interval?: google.protobuf.Duration | undefined;
    readonly timeout?: google.protobuf.Duration | undefined;
    readonly interval_jitter?: envoy.type.v3.Percent | undefined;
    readonly connection_idle_interval?: google.protobuf.Duration | undefined;
  }
  interface Locality {
    readonly region?: string | undefined;
    readonly zone?: string | undefined;
    readonly sub_zone?: string | undefined;
  }
  interface Metadata {
    readonly filter_metadata?: { readonly [key: string]: google.protobuf.Struct } | undefined;
    readonly typed_filter_metadata?: { readonly [key: string]: google.protobuf.Any } | undefined;
  }
  interface Node {
    readonly id?: string | undefined;
    readonly cluster?: string | undefined;
    readonly metadata?: google.protobuf.Struct | undefined;
    readonly locality?: envoy.config.core.v3.Locality | undefined;
    readonly user_agent_name?: string | undefined;
    readonly user_agent_version?: string | undefined;
    readonly user_agent_build_version?: envoy.config.core.v3.BuildVersion | undefined;
    readonly extensions?: readonly envoy.config.core.v3.Extension[] | undefined;
    readonly client_features?: readonly string[] | undefined;
    readonly listening_addresses?: readonly envoy.config.core.v3.Address[] | undefined;
    readonly dynamic_parameters?: { readonly [key: string]: xds.core.v3.ContextParams } | undefined;
  }
  interface PathConfigSource {
    readonly path?: string | undefined;
    readonly watched_directory?: envoy.config.core.v3.WatchedDirectory | undefined;
  }
  interface Pipe {
    readonly path?: string | undefined;
    readonly mode?: number | undefined;
  }
  interface ProxyProtocolConfig {
    readonly version?: envoy.config.core.v3.ProxyProtocolConfig.Version | undefined;
    readonly pass_through_tlvs?: envoy.config.core.v3.ProxyProtocolPassThroughTLVs | undefined;
  }
  interface ProxyProtocolPassThroughTLVs {
    readonly match_type?: envoy.config.core.v3.ProxyProtocolPassThroughTLVs.PassTLVsMatchType | undefined;
    readonly tlv_type?: readonly number[] | undefined;
  }
  interface QuicKeepAliveSettings {
    readonly max_interval?: google.protobuf.Duration | undefined;
    readonly initial_interval?: google.protobuf.Duration | undefined;
  }
  interface QuicProtocolOptions {
    readonly max_concurrent_streams?: google.protobuf.UInt32Value | undefined;
    readonly initial_stream_window_size?: google.protobuf.UInt32Value | undefined;
    readonly initial_connection_window_size?: google.protobuf.UInt32Value | undefined;
    readonly num_timeouts_to_trigger_port_migration?: google.protobuf.UInt32Value | undefined;
    readonly connection_keepalive?: envoy.config.core.v3.QuicKeepAliveSettings | undefined;
    readonly connection_options?: string | undefined;
    readonly client_connection_options?: string | undefined;
    readonly idle_network_timeout?: google.protobuf.Duration | undefined;
  }
  interface RateLimitSettings {
    readonly max_tokens?: google.protobuf.UInt32Value | undefined;
    readonly fill_rate?: google.protobuf.DoubleValue | undefined;
  }
  type RequestMethod = 'METHOD_UNSPECIFIED' | 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'CONNECT' | 'OPTIONS' | 'TRACE' | 'PATCH' | number;
  interface RetryPolicy {
    readonly retry_back_off?: envoy.config.core.v3.BackoffStrategy | undefined;
    readonly num_retries?: google.protobuf.UInt32Value | undefined;
    readonly retry_on?: string | undefined;
    readonly retry_priority?: envoy.config.core.v3.RetryPolicy.RetryPriority | undefined;
    readonly retry_host_predicate?: readonly envoy.config.core.v3.RetryPolicy.RetryHostPredicate[] | undefined;
    readonly host_selection_retry_max_attempts?: number | string | undefined;
  }
  type RoutingPriority = 'DEFAULT' | 'HIGH' | number;
  interface RuntimeDouble {
    readonly default_value?: number | string | undefined;
    readonly runtime_key?: string | undefined;
  }
  interface RuntimeFeatureFlag {
    readonly default_value?: google.protobuf.BoolValue | undefined;
    readonly runtime_key?: string | undefined;
  }
  interface RuntimeFractionalPercent {
    readonly default_value?: envoy.type.v3.FractionalPercent | undefined;
    readonly runtime_key?: string | undefined;
  }
  interface RuntimeUInt32 {
    readonly default_value?: number | undefined;
    readonly runtime_key?: string | undefined;
  }
  interface SchemeHeaderTransformation {
    readonly scheme_to_overwrite?: string | undefined;
    readonly match_upstream?: boolean | undefined;
  }
  interface SelfConfigSource {
    readonly transport_api_version?: envoy.config.core.v3.ApiVersion | undefined;
  }
  interface SocketAddress {
    readonly protocol?: envoy.config.core.v3.SocketAddress.Protocol | undefined;
    readonly address?: string | undefined;
    readonly port_value?: number | undefined;
    readonly named_port?: string | undefined;
    readonly resolver_name?: string | undefined;
    readonly ipv4_compat?: boolean | undefined;
  }
  interface SocketOption {
    readonly description?: string | undefined;
    readonly level?: number | string | undefined;
    readonly name?: number | string | undefined;
    readonly int_value?: number | string | undefined;
    readonly buf_value?: string | undefined;
    readonly state?: envoy.config.core.v3.SocketOption.SocketState | undefined;
  }
  interface SocketOptionsOverride {
    readonly socket_options?: readonly envoy.config.core.v3.SocketOption[] | undefined;
  }
  interface SubstitutionFormatString {
    readonly text_format?: string | undefined;
    readonly json_format?: google.protobuf.Struct | undefined;
    readonly omit_empty_values?: boolean | undefined;
    readonly content_type?: string | undefined;
    readonly text_format_source?: envoy.config.core.v3.DataSource | undefined;
    readonly formatters?: readonly envoy.config.core.v3.TypedExtensionConfig[] | undefined;
    readonly json_format_options?: envoy.config.core.v3.JsonFormatOptions | undefined;
  }
  interface TcpKeepalive {
    readonly keepalive_probes?: google.protobuf.UInt32Value | undefined;
    readonly keepalive_time?: google.protobuf.UInt32Value | undefined;
    readonly keepalive_interval?: google.protobuf.UInt32Value | undefined;
  }
  type TrafficDirection = 'UNSPECIFIED' | 'INBOUND' | 'OUTBOUND' | number;
  interface TransportSocket {
    readonly name?: string | undefined;
    readonly typed_config?: google.protobuf.Any | undefined;
  }
  interface TypedExtensionConfig {
    readonly name?: string | undefined;
    readonly typed_config?: google.protobuf.Any | undefined;
  }
  interface UdpSocketConfig {
    readonly max_rx_datagram_size?: google.protobuf.UInt64Value | undefined;
    readonly prefer_gro?: google.protobuf.BoolValue | undefined;
  }
  interface UpstreamHttpProtocolOptions {
    readonly auto_sni?: boolean | undefined;
    readonly auto_san_validation?: boolean | undefined;
    readonly override_auto_sni_header?: string | undefined;
  }
  interface WatchedDirectory {
    readonly path?: string | undefined;
  }
}
export declare namespace envoy.config.core.v3.AlternateProtocolsCacheOptions {
  interface AlternateProtocolsCacheEntry {
    readonly hostname?: string | undefined;
    readonly port?: number | undefined;
  }
}
export declare namespace envoy.config.core.v3.ApiConfigSource {
  type ApiType = 'DEPRECATED_AND_UNAVAILABLE_DO_NOT_USE' | 'REST' | 'GRPC' | 'DELTA_GRPC' | 'AGGREGATED_GRPC' | 'AGGREGATED_DELTA_GRPC' | number;
}
export declare namespace envoy.config.core.v3.GrpcMethodList {
  interface Service {
    readonly name?: string | undefined;
    readonly method_names?: readonly string[] | undefined;
  }
}
export declare namespace envoy.config.core.v3.GrpcService {
  interface EnvoyGrpc {
    readonly cluster_name?: string | undefined;
    readonly authority?: string | undefined;
    readonly retry_policy?: envoy.config.core.v3.RetryPolicy | undefined;
    readonly max_receive_message_length?: google.protobuf.UInt32Value | undefined;
    readonly skip_envoy_headers?: boolean | undefined;
  }
  interface GoogleGrpc {
    readonly target_uri?: string | undefined;
    readonly channel_credentials?: envoy.config.core.v3.GrpcService.GoogleGrpc.ChannelCredentials | undefined;
    readonly call_credentials?: readonly envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials[] | undefined;
    readonly stat_prefix?: string | undefined;
    readonly credentials_factory_name?: string | undefined;
    readonly config?: google.protobuf.Struct | undefined;
    readonly per_stream_buffer_limit_bytes?: google.protobuf.UInt32Value | undefined;
    readonly channel_args?: envoy.config.core.v3.GrpcService.GoogleGrpc.ChannelArgs | undefined;
  }
}
export declare namespace envoy.config.core.v3.GrpcService.GoogleGrpc {
  interface CallCredentials {
    readonly access_token?: string | undefined;
    readonly google_compute_engine?: google.protobuf.Empty | undefined;
    readonly google_refresh_token?: string | undefined;
    readonly service_account_jwt_access?: envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials.ServiceAccountJWTAccessCredentials | undefined;
    readonly google_iam?: envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials.GoogleIAMCredentials | undefined;
    readonly from_plugin?: envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials.MetadataCredentialsFromPlugin | undefined;
    readonly sts_service?: envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials.StsService | undefined;
  }
  interface ChannelArgs {
    readonly args?: { readonly [key: string]: envoy.config.core.v3.GrpcService.GoogleGrpc.ChannelArgs.Value } | undefined;
  }
  interface ChannelCredentials {
    readonly ssl_credentials?: envoy.config.core.v3.GrpcService.GoogleGrpc.SslCredentials | undefined;
    readonly google_default?: google.protobuf.Empty | undefined;
    readonly local_credentials?: envoy.config.core.v3.GrpcService.GoogleGrpc.GoogleLocalCredentials | undefined;
  }
  interface GoogleLocalCredentials {
    readonly [field: string]: never;
  }
  interface SslCredentials {
    readonly root_certs?: envoy.config.core.v3.DataSource | undefined;
    readonly private_key?: envoy.config.core.v3.DataSource | undefined;
    readonly cert_chain?: envoy.config.core.v3.DataSource | undefined;
  }
}
export declare namespace envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials {
  interface GoogleIAMCredentials {
    readonly authorization_token?: string | undefined;
    readonly authority_selector?: string | undefined;
  }
  interface MetadataCredentialsFromPlugin {
    readonly name?: string | undefined;
    readonly typed_config?: google.protobuf.Any | undefined;
  }
  interface ServiceAccountJWTAccessCredentials {
    readonly json_key?: string | undefined;
    readonly token_lifetime_seconds?: number | string | undefined;
  }
  interface StsService {
    readonly token_exchange_service_uri?: string | undefined;
    readonly resource?: string | undefined;
    readonly audience?: string | undefined;
    readonly scope?: string | undefined;
    readonly requested_token_type?: string | undefined;
    readonly subject_token_path?: string | undefined;
    readonly subject_token_type?: string | undefined;
    readonly actor_token_path?: string | undefined;
    readonly actor_token_type?: string | undefined;
  }
}
export declare namespace envoy.config.core.v3.GrpcService.GoogleGrpc.ChannelArgs {
  interface Value {
    readonly string_value?: string | undefined;
    readonly int_value?: number | string | undefined;
  }
}
export declare namespace envoy.config.core.v3.HeaderValueOption {
  type HeaderAppendAction = 'APPEND_IF_EXISTS_OR_ADD' | 'ADD_IF_ABSENT' | 'OVERWRITE_IF_EXISTS_OR_ADD' | 'OVERWRITE_IF_EXISTS' | number;
}
export declare namespace envoy.config.core.v3.HealthCheck {
  interface CustomHealthCheck {
    readonly name?: string | undefined;
    readonly typed_config?: google.protobuf.Any | undefined;
  }
  interface GrpcHealthCheck {
    readonly service_name?: string | undefined;
    readonly authority?: string | undefined;
    readonly initial_metadata?: readonly envoy.config.core.v3.HeaderValueOption[] | undefined;
  }
  interface HttpHealthCheck {
    readonly host?: string | undefined;
    readonly path?: string | undefined;
    readonly send?: envoy.config.core.v3.HealthCheck.Payload | undefined;
    readonly receive?: readonly envoy.config.core.v3.HealthCheck.Payload[] | undefined;
    readonly request_headers_to_add?: readonly envoy.config.core.v3.HeaderValueOption[] | undefined;
    readonly request_headers_to_remove?: readonly string[] | undefined;
    readonly expected_statuses?: readonly envoy.type.v3.Int64Range[] | undefined;
    readonly codec_client_type?: envoy.type.v3.CodecClientType | undefined;
    readonly service_name_matcher?: envoy.type.matcher.v3.StringMatcher | undefined;
    readonly retriable_statuses?: readonly envoy.type.v3.Int64Range[] | undefined;
    readonly method?: envoy.config.core.v3.RequestMethod | undefined;
    readonly response_buffer_size?: google.protobuf.UInt64Value | undefined;
  }
  interface Payload {
    readonly text?: string | undefined;
    readonly binary?: string | undefined;
  }
  interface TcpHealthCheck {
    readonly send?: envoy.config.core.v3.HealthCheck.Payload | undefined;
    readonly receive?: readonly envoy.config.core.v3.HealthCheck.Payload[] | undefined;
    readonly proxy_protocol_config?: envoy.config.core.v3.ProxyProtocolConfig | undefined;
  }
  interface TlsOptions {
    readonly alpn_protocols?: readonly string[] | undefined;
  }
}
export declare namespace envoy.config.core.v3.Http1ProtocolOptions {
  interface HeaderKeyFormat {
    readonly proper_case_words?: envoy.config.core.v3.Http1ProtocolOptions.HeaderKeyFormat.ProperCaseWords | undefined;
    readonly stateful_formatter?: envoy.config.core.v3.TypedExtensionConfig | undefined;
  }
}
export declare namespace envoy.config.core.v3.Http1ProtocolOptions.HeaderKeyFormat {
  interface ProperCaseWords {
    readonly [field: string]: never;
  }
}
export declare namespace envoy.config.core.v3.Http2ProtocolOptions {
  interface SettingsParameter {
    readonly identifier?: google.protobuf.UInt32Value | undefined;
    readonly value?: google.protobuf.UInt32Value | undefined;
  }
}
export declare namespace envoy.config.core.v3.HttpProtocolOptions {
  type HeadersWithUnderscoresAction = 'ALLOW' | 'REJECT_REQUEST' | 'DROP_HEADER' | number;
}
export declare namespace envoy.config.core.v3.ProxyProtocolConfig {
  type Version = 'V1' | 'V2' | number;
}
export declare namespace envoy.config.core.v3.ProxyProtocolPassThroughTLVs {
  type PassTLVsMatchType = 'INCLUDE_ALL' | 'INCLUDE' | number;
}
export declare namespace envoy.config.core.v3.RetryPolicy {
  interface RetryHostPredicate {
    readonly name?: string | undefined;
    readonly typed_config?: google.protobuf.Any | undefined;
  }
  interface RetryPriority {
    readonly name?: string | undefined;
    readonly typed_config?: google.protobuf.Any | undefined;
  }
}
export declare namespace envoy.config.core.v3.SocketAddress {
  type Protocol = 'TCP' | 'UDP' | number;
}
export declare namespace envoy.config.core.v3.SocketOption {
  type SocketState = 'STATE_PREBIND' | 'STATE_BOUND' | 'STATE_LISTENING' | number;
}
export declare namespace envoy.config.endpoint.v3 {
  interface ClusterLoadAssignment {
    readonly cluster_name?: string | undefined;
    readonly endpoints?: readonly envoy.config.endpoint.v3.LocalityLbEndpoints[] | undefined;
    readonly policy?: envoy.config.endpoint.v3.ClusterLoadAssignment.Policy | undefined;
    readonly named_endpoints?: { readonly [key: string]: envoy.config.endpoint.v3.Endpoint } | undefined;
  }
  interface ClusterStats {
    readonly cluster_name?: string | undefined;
    readonly upstream_locality_stats?: readonly envoy.config.endpoint.v3.UpstreamLocalityStats[] | undefined;
    readonly total_dropped_requests?: number | string | undefined;
    readonly load_report_interval?: google.protobuf.Duration | undefined;
    readonly dropped_requests?: readonly envoy.config.endpoint.v3.ClusterStats.DroppedRequests[] | undefined;
    readonly cluster_service_name?: string | undefined;
  }
  interface Endpoint {
    readonly address?: envoy.config.core.v3.Address | undefined;
    readonly health_check_config?: envoy.config.endpoint.v3.Endpoint.HealthCheckConfig | undefined;
    readonly hostname?: string | undefined;
    readonly additional_addresses?: readonly envoy.config.endpoint.v3.Endpoint.AdditionalAddress[] | undefined;
  }
  interface EndpointLoadMetricStats {
    readonly metric_name?: string | undefined;
    readonly num_requests_finished_with_metric?: number | string | undefined;
    readonly total_metric_value?: number | string | undefined;
  }
  interface LbEndpoint {
    readonly endpoint?: envoy.config.endpoint.v3.Endpoint | undefined;
    readonly health_status?: envoy.config.core.v3.HealthStatus | undefined;
    readonly metadata?: envoy.config.core.v3.Metadata | undefined;
    readonly load_balancing_weight?: google.protobuf.UInt32Value | undefined;
    readonly endpoint_name?: string | undefined;
  }
  interface LedsClusterLocalityConfig {
    readonly leds_config?: envoy.config.core.v3.ConfigSource | undefined;
    readonly leds_collection_name?: string | undefined;
  }
  interface LocalityLbEndpoints {
    readonly locality?: envoy.config.core.v3.Locality | undefined;
    readonly lb_endpoints?: readonly envoy.config.endpoint.v3.LbEndpoint[] | undefined;
    readonly load_balancing_weight?: google.protobuf.UInt32Value | undefined;
    readonly priority?: number | undefined;
    readonly proximity?: google.protobuf.UInt32Value | undefined;
    readonly load_balancer_endpoints?: envoy.config.endpoint.v3.LocalityLbEndpoints.LbEndpointList | undefined;
    readonly leds_cluster_locality_config?: envoy.config.endpoint.v3.LedsClusterLocalityConfig | undefined;
    readonly metadata?: envoy.config.core.v3.Metadata | undefined;
  }
  interface UnnamedEndpointLoadMetricStats {
    readonly num_requests_finished_with_metric?: number | string | undefined;
    readonly total_metric_value?: number | string | undefined;
  }
  interface UpstreamEndpointStats {
    readonly address?: envoy.config.core.v3.Address | undefined;
    readonly total_successful_requests?: number | string | undefined;
    readonly total_requests_in_progress?: number | string | undefined;
    readonly total_error_requests?: number | string | undefined;
    readonly load_metric_stats?: readonly envoy.config.endpoint.v3.EndpointLoadMetricStats[] | undefined;
    readonly metadata?: google.protobuf.Struct | undefined;
    readonly total_issued_requests?: number | string | undefined;
  }
  interface UpstreamLocalityStats {
    readonly locality?: envoy.config.core.v3.Locality | undefined;
    readonly total_successful_requests?: number | string | undefined;
    readonly total_requests_in_progress?: number | string | undefined;
    readonly total_error_requests?: number | string | undefined;
    readonly load_metric_stats?: readonly envoy.config.endpoint.v3.EndpointLoadMetricStats[] | undefined;
    readonly priority?: number | undefined;
    readonly upstream_endpoint_stats?: readonly envoy.config.endpoint.v3.UpstreamEndpointStats[] | undefined;
    readonly total_issued_requests?: number | string | undefined;
    readonly total_active_connections?: number | string | undefined;
    readonly total_new_connections?: number | string | undefined;
    readonly total_fail_connections?: number | string | undefined;
    readonly cpu_utilization?: envoy.config.endpoint.v3.UnnamedEndpointLoadMetricStats | undefined;
    readonly mem_utilization?: envoy.config.endpoint.v3.UnnamedEndpointLoadMetricStats | undefined;
    readonly application_utilization?: envoy.config.endpoint.v3.UnnamedEndpointLoadMetricStats | undefined;
  }
}
export declare namespace envoy.config.endpoint.v3.ClusterLoadAssignment {
  interface Policy {
    readonly drop_overloads?: readonly envoy.config.endpoint.v3.ClusterLoadAssignment.Policy.DropOverload[] | undefined;
    readonly overprovisioning_factor?: google.protobuf.UInt32Value | undefined;
    readonly endpoint_stale_after?: google.protobuf.Duration | undefined;
    readonly weighted_priority_health?: boolean | undefined;
  }
}
export declare namespace envoy.config.endpoint.v3.ClusterLoadAssignment.Policy {
  interface DropOverload {
    readonly category?: string | undefined;
    readonly drop_percentage?: envoy.type.v3.FractionalPercent | undefined;
  }
}
export declare namespace envoy.config.endpoint.v3.ClusterStats {
  interface DroppedRequests {
    readonly category?: string | undefined;
    readonly dropped_count?: number | string | undefined;
  }
}
export declare namespace envoy.config.endpoint.v3.Endpoint {
  interface AdditionalAddress {
    readonly address?: envoy.config.core.v3.Address | undefined;
  }
  interface HealthCheckConfig {
    readonly port_value?: number | undefined;
    readonly hostname?: string | undefined;
    readonly address?: envoy.config.core.v3.Address | undefined;
    readonly disable_active_health_check?: boolean | undefined;
  }
}
export declare namespace envoy.config.endpoint.v3.LocalityLbEndpoints {
  interface LbEndpointList {
    readonly lb_endpoints?: readonly envoy.config.endpoint.v3.LbEndpoint[] | undefined;
  }
}
export declare namespace envoy.config.listener.v3 {
  interface AdditionalAddress {
    readonly address?: envoy.config.core.v3.Address | undefined;
    readonly socket_options?: envoy.config.core.v3.SocketOptionsOverride | undefined;
  }
  interface ApiListener {
    readonly api_listener?: google.protobuf.Any | undefined;
  }
  interface Filter {
    readonly name?: string | undefined;
    readonly typed_config?: google.protobuf.Any | undefined;
    readonly config_discovery?: envoy.config.core.v3.ExtensionConfigSource | undefined;
  }
  interface FilterChain {
    readonly filter_chain_match?: envoy.config.listener.v3.FilterChainMatch | undefined;
    readonly filters?: readonly envoy.config.listener.v3.Filter[] | undefined;
    readonly use_proxy_proto?: google.protobuf.BoolValue | undefined;
    readonly metadata?: envoy.config.core.v3.Metadata | undefined;
    readonly transport_socket?: envoy.config.core.v3.TransportSocket | undefined;
    readonly name?: string | undefined;
    readonly on_demand_configuration?: envoy.config.listener.v3.FilterChain.OnDemandConfiguration | undefined;
    readonly transport_socket_connect_timeout?: google.protobuf.Duration | undefined;
  }
  interface FilterChainMatch {
    readonly prefix_ranges?: readonly envoy.config.core.v3.CidrRange[] | undefined;
    readonly address_suffix?: string | undefined;
    readonly suffix_len?: google.protobuf.UInt32Value | undefined;
    readonly source_prefix_ranges?: readonly envoy.config.core.v3.CidrRange[] | undefined;
    readonly source_ports?: readonly number[] | undefined;
    readonly destination_port?: google.protobuf.UInt32Value | undefined;
    readonly transport_protocol?: string | undefined;
    readonly application_protocols?: readonly string[] | undefined;
    readonly server_names?: readonly string[] | undefined;
    readonly source_type?: envoy.config.listener.v3.FilterChainMatch.ConnectionSourceType | undefined;
    readonly direct_source_prefix_ranges?: readonly envoy.config.core.v3.CidrRange[] | undefined;
  }
  interface Listener {
    readonly name?: string | undefined;
    readonly address?: envoy.config.core.v3.Address | undefined;
    readonly filter_chains?: readonly envoy.config.listener.v3.FilterChain[] | undefined;
    readonly use_original_dst?: google.protobuf.BoolValue | undefined;
    readonly per_connection_buffer_limit_bytes?: google.protobuf.UInt32Value | undefined;
    readonly metadata?: envoy.config.core.v3.Metadata | undefined;
    readonly deprecated_v1?: envoy.config.listener.v3.Listener.DeprecatedV1 | undefined;
    readonly drain_type?: envoy.config.listener.v3.Listener.DrainType | undefined;
    readonly listener_filters?: readonly envoy.config.listener.v3.ListenerFilter[] | undefined;
    readonly transparent?: google.protobuf.BoolValue | undefined;
    readonly freebind?: google.protobuf.BoolValue | undefined;
    readonly tcp_fast_open_queue_length?: google.protobuf.UInt32Value | undefined;
    readonly socket_options?: readonly envoy.config.core.v3.SocketOption[] | undefined;
    readonly listener_filters_timeout?: google.protobuf.Duration | undefined;
    readonly traffic_direction?: envoy.config.core.v3.TrafficDirection | undefined;
    readonly continue_on_listener_filters_timeout?: boolean | undefined;
    readonly udp_listener_config?: envoy.config.listener.v3.UdpListenerConfig | undefined;
    readonly api_listener?: envoy.config.listener.v3.ApiListener | undefined;
    readonly connection_balance_config?: envoy.config.listener.v3.Listener.ConnectionBalanceConfig | undefined;
    readonly reuse_port?: boolean | undefined;
    readonly access_log?: readonly envoy.config.accesslog.v3.AccessLog[] | undefined;
    readonly tcp_backlog_size?: google.protobuf.UInt32Value | undefined;
    readonly default_filter_chain?: envoy.config.listener.v3.FilterChain | undefined;
    readonly bind_to_port?: google.protobuf.BoolValue | undefined;
    readonly internal_listener?: envoy.config.listener.v3.Listener.InternalListenerConfig | undefined;
    readonly stat_prefix?: string | undefined;
    readonly enable_reuse_port?: google.protobuf.BoolValue | undefined;
    readonly enable_mptcp?: boolean | undefined;
    readonly ignore_global_conn_limit?: boolean | undefined;
    readonly filter_chain_matcher?: xds.type.matcher.v3.Matcher | undefined;
    readonly additional_addresses?: readonly envoy.config.listener.v3.AdditionalAddress[] | undefined;
    readonly max_connections_to_accept_per_socket_event?: google.protobuf.UInt32Value | undefined;
    readonly bypass_overload_manager?: boolean | undefined;
  }
  interface ListenerFilter {
    readonly name?: string | undefined;
    readonly typed_config?: google.protobuf.Any | undefined;
    readonly filter_disabled?: envoy.config.listener.v3.ListenerFilterChainMatchPredicate | undefined;
    readonly config_discovery?: envoy.config.core.v3.ExtensionConfigSource | undefined;
  }
  interface ListenerFilterChainMatchPredicate {
    readonly or_match?: envoy.config.listener.v3.ListenerFilterChainMatchPredicate.MatchSet | undefined;
    readonly and_match?: envoy.config.listener.v3.ListenerFilterChainMatchPredicate.MatchSet | undefined;
    readonly not_match?: envoy.config.listener.v3.ListenerFilterChainMatchPredicate | undefined;
    readonly any_match?: boolean | undefined;
    readonly destination_port_range?: envoy.type.v3.Int32Range | undefined;
  }
  interface QuicProtocolOptions {
    readonly quic_protocol_options?: envoy.config.core.v3.QuicProtocolOptions | undefined;
    readonly idle_timeout?: google.protobuf.Duration | undefined;
    readonly crypto_handshake_timeout?: google.protobuf.Duration | undefined;
    readonly enabled?: envoy.config.core.v3.RuntimeFeatureFlag | undefined;
    readonly packets_to_read_to_connection_count_ratio?: google.protobuf.UInt32Value | undefined;
    readonly crypto_stream_config?: envoy.config.core.v3.TypedExtensionConfig | undefined;
    readonly proof_source_config?: envoy.config.core.v3.TypedExtensionConfig | undefined;
    readonly connection_id_generator_config?: envoy.config.core.v3.TypedExtensionConfig | undefined;
    readonly server_preferred_address_config?: envoy.config.core.v3.TypedExtensionConfig | undefined;
    readonly send_disable_active_migration?: google.protobuf.BoolValue | undefined;
    readonly connection_debug_visitor_config?: envoy.config.core.v3.TypedExtensionConfig | undefined;
  }
  interface UdpListenerConfig {
    readonly downstream_socket_config?: envoy.config.core.v3.UdpSocketConfig | undefined;
    readonly quic_options?: envoy.config.listener.v3.QuicProtocolOptions | undefined;
    readonly udp_packet_packet_writer_config?: envoy.config.core.v3.TypedExtensionConfig | undefined;
  }
}
export declare namespace envoy.config.listener.v3.FilterChain {
  interface OnDemandConfiguration {
    readonly rebuild_timeout?: google.protobuf.Duration | undefined;
  }
}
export declare namespace envoy.config.listener.v3.FilterChainMatch {
  type ConnectionSourceType = 'ANY' | 'SAME_IP_OR_LOOPBACK' | 'EXTERNAL' | number;
}
export declare namespace envoy.config.listener.v3.Listener {
  interface ConnectionBalanceConfig {
    readonly exact_balance?: envoy.config.listener.v3.Listener.ConnectionBalanceConfig.ExactBalance | undefined;
    readonly extend_balance?: envoy.config.core.v3.TypedExtensionConfig | undefined;
  }
  interface DeprecatedV1 {
    readonly bind_to_port?: google.protobuf.BoolValue | undefined;
  }
  type DrainType = 'DEFAULT' | 'MODIFY_ONLY' | number;
  interface InternalListenerConfig {
    readonly [field: string]: never;
  }
}
export declare namespace envoy.config.listener.v3.Listener.ConnectionBalanceConfig {
  interface ExactBalance {
    readonly [field: string]: never;
  }
}
export declare namespace envoy.config.listener.v3.ListenerFilterChainMatchPredicate {
  interface MatchSet {
    readonly rules?: readonly envoy.config.listener.v3.ListenerFilterChainMatchPredicate[] | undefined;
  }
}
export declare namespace envoy.config.metrics.v3 {
  interface HistogramBucketSettings {
    readonly match?: envoy.type.matcher.v3.StringMatcher | undefined;
    readonly buckets?: readonly (number | string)[] | undefined;
  }
  interface StatsConfig {
    readonly stats_tags?: readonly envoy.config.metrics.v3.TagSpecifier[] | undefined;
    readonly use_all_default_tags?: google.protobuf.BoolValue | undefined;
    readonly stats_matcher?: envoy.config.metrics.v3.StatsMatcher | undefined;
    readonly histogram_bucket_settings?: readonly envoy.config.metrics.v3.HistogramBucketSettings[] | undefined;
  }
  interface StatsMatcher {
    readonly reject_all?: boolean | undefined;
    readonly exclusion_list?: envoy.type.matcher.v3.ListStringMatcher | undefined;
    readonly inclusion_list?: envoy.type.matcher.v3.ListStringMatcher | undefined;
  }
  interface StatsSink {
    readonly name?: string | undefined;
    readonly typed_config?: google.protobuf.Any | undefined;
  }
  interface TagSpecifier {
    readonly tag_name?: string | undefined;
    readonly regex?: string | undefined;
    readonly fixed_value?: string | undefined;
  }
}
export declare namespace envoy.config.overload.v3 {
  interface BufferFactoryConfig {
    readonly minimum_account_to_track_power_of_two?: number | undefined;
  }
  interface LoadShedPoint {
    readonly name?: string | undefined;
    readonly triggers?: readonly envoy.config.overload.v3.Trigger[] | undefined;
  }
  interface OverloadAction {
    readonly name?: string | undefined;
    readonly triggers?: readonly envoy.config.overload.v3.Trigger[] | undefined;
    readonly typed_config?: google.protobuf.Any | undefined;
  }
  interface OverloadManager {
    readonly refresh_interval?: google.protobuf.Duration | undefined;
    readonly resource_monitors?: readonly envoy.config.overload.v3.ResourceMonitor[] | undefined;
    readonly actions?: readonly envoy.config.overload.v3.OverloadAction[] | undefined;
    readonly buffer_factory_config?: envoy.config.overload.v3.BufferFactoryConfig | undefined;
    readonly loadshed_points?: readonly envoy.config.overload.v3.LoadShedPoint[] | undefined;
  }
  interface ResourceMonitor {
    readonly name?: string | undefined;
    readonly typed_config?: google.protobuf.Any | undefined;
  }
  interface ScaledTrigger {
    readonly scaling_threshold?: number | string | undefined;
    readonly saturation_threshold?: number | string | undefined;
  }
  interface ThresholdTrigger {
    readonly value?: number | string | undefined;
  }
  interface Trigger {
    readonly name?: string | undefined;
    readonly threshold?: envoy.config.overload.v3.ThresholdTrigger | undefined;
    readonly scaled?: envoy.config.overload.v3.ScaledTrigger | undefined;
  }
}
export declare namespace envoy.config.ratelimit.v3 {
  interface RateLimitServiceConfig {
    readonly grpc_service?: envoy.config.core.v3.GrpcService | undefined;
    readonly transport_api_version?: envoy.config.core.v3.ApiVersion | undefined;
  }
}
export declare namespace envoy.config.rbac.v3 {
  interface Permission {
    readonly and_rules?: envoy.config.rbac.v3.Permission.Set | undefined;
    readonly or_rules?: envoy.config.rbac.v3.Permission.Set | undefined;
    readonly any?: boolean | undefined;
    readonly header?: envoy.config.route.v3.HeaderMatcher | undefined;
    readonly destination_ip?: envoy.config.core.v3.CidrRange | undefined;
    readonly destination_port?: number | undefined;
    readonly metadata?: envoy.type.matcher.v3.MetadataMatcher | undefined;
    readonly not_rule?: envoy.config.rbac.v3.Permission | undefined;
    readonly requested_server_name?: envoy.type.matcher.v3.StringMatcher | undefined;
    readonly url_path?: envoy.type.matcher.v3.PathMatcher | undefined;
    readonly destination_port_range?: envoy.type.v3.Int32Range | undefined;
    readonly matcher?: envoy.config.core.v3.TypedExtensionConfig | undefined;
    readonly uri_template?: envoy.config.core.v3.TypedExtensionConfig | undefined;
  }
  interface Policy {
    readonly permissions?: readonly envoy.config.rbac.v3.Permission[] | undefined;
    readonly principals?: readonly envoy.config.rbac.v3.Principal[] | undefined;
    readonly condition?: google.api.expr.v1alpha1.Expr | undefined;
    readonly checked_condition?: google.api.expr.v1alpha1.CheckedExpr | undefined;
  }
  interface Principal {
    readonly and_ids?: envoy.config.rbac.v3.Principal.Set | undefined;
    readonly or_ids?: envoy.config.rbac.v3.Principal.Set | undefined;
    readonly any?: boolean | undefined;
    readonly authenticated?: envoy.config.rbac.v3.Principal.Authenticated | undefined;
    readonly source_ip?: envoy.config.core.v3.CidrRange | undefined;
    readonly header?: envoy.config.route.v3.HeaderMatcher | undefined;
    readonly metadata?: envoy.type.matcher.v3.MetadataMatcher | undefined;
    readonly not_id?: envoy.config.rbac.v3.Principal | undefined;
    readonly url_path?: envoy.type.matcher.v3.PathMatcher | undefined;
    readonly direct_remote_ip?: envoy.config.core.v3.CidrRange | undefined;
    readonly remote_ip?: envoy.config.core.v3.CidrRange | undefined;
    readonly filter_state?: envoy.type.matcher.v3.FilterStateMatcher | undefined;
  }
  interface RBAC {
    readonly action?: envoy.config.rbac.v3.RBAC.Action | undefined;
    readonly policies?: { readonly [key: string]: envoy.config.rbac.v3.Policy } | undefined;
    readonly audit_logging_options?: envoy.config.rbac.v3.RBAC.AuditLoggingOptions | undefined;
  }
}
export declare namespace envoy.config.rbac.v3.Permission {
  interface Set {
    readonly rules?: readonly envoy.config.rbac.v3.Permission[] | undefined;
  }
}
export declare namespace envoy.config.rbac.v3.Principal {
  interface Authenticated {
    readonly principal_name?: envoy.type.matcher.v3.StringMatcher | undefined;
  }
  interface Set {
    readonly ids?: readonly envoy.config.rbac.v3.Principal[] | undefined;
  }
}
export declare namespace envoy.config.rbac.v3.RBAC {
  type Action = 'ALLOW' | 'DENY' | 'LOG' | number;
  interface AuditLoggingOptions {
    readonly audit_condition?: envoy.config.rbac.v3.RBAC.AuditLoggingOptions.AuditCondition | undefined;
    readonly logger_configs?: readonly envoy.config.rbac.v3.RBAC.AuditLoggingOptions.AuditLoggerConfig[] | undefined;
  }
}
export declare namespace envoy.config.rbac.v3.RBAC.AuditLoggingOptions {
  type AuditCondition = 'NONE' | 'ON_DENY' | 'ON_ALLOW' | 'ON_DENY_AND_ALLOW' | number;
  interface AuditLoggerConfig {
    readonly audit_logger?: envoy.config.core.v3.TypedExtensionConfig | undefined;
    readonly is_optional?: boolean | undefined;
  }
}
export declare namespace envoy.config.route.v3 {
  interface ClusterSpecifierPlugin {
    readonly extension?: envoy.config.core.v3.TypedExtensionConfig | undefined;
    readonly is_optional?: boolean | undefined;
  }
  interface CorsPolicy {
    readonly allow_methods?: string | undefined;
    readonly allow_headers?: string | undefined;
    readonly expose_headers?: string | undefined;
    readonly max_age?: string | undefined;
    readonly allow_credentials?: google.protobuf.BoolValue | undefined;
    readonly filter_enabled?: envoy.config.core.v3.RuntimeFractionalPercent | undefined;
    readonly shadow_enabled?: envoy.config.core.v3.RuntimeFractionalPercent | undefined;
    readonly allow_origin_string_match?: readonly envoy.type.matcher.v3.StringMatcher[] | undefined;
    readonly allow_private_network_access?: google.protobuf.BoolValue | undefined;
    readonly forward_not_matching_preflights?: google.protobuf.BoolValue | undefined;
  }
  interface Decorator {
    readonly operation?: string | undefined;
    readonly propagate?: google.protobuf.BoolValue | undefined;
  }
  interface DirectResponseAction {
    readonly status?: number | undefined;
    readonly body?: envoy.config.core.v3.DataSource | undefined;
  }
  interface FilterAction {
    readonly action?: google.protobuf.Any | undefined;
  }
  interface FilterConfig {
    readonly config?: google.protobuf.Any | undefined;
    readonly is_optional?: boolean | undefined;
    readonly disabled?: boolean | undefined;
  }
  interface HeaderMatcher {
    readonly name?: string | undefined;
    readonly exact_match?: string | undefined;
    readonly range_match?: envoy.type.v3.Int64Range | undefined;
    readonly present_match?: boolean | undefined;
    readonly invert_match?: boolean | undefined;
    readonly prefix_match?: string | undefined;
    readonly suffix_match?: string | undefined;
    readonly safe_regex_match?: envoy.type.matcher.v3.RegexMatcher | undefined;
    readonly contains_match?: string | undefined;
    readonly string_match?: envoy.type.matcher.v3.StringMatcher | undefined;
    readonly treat_missing_header_as_empty?: boolean | undefined;
  }
  interface HedgePolicy {
    readonly initial_requests?: google.protobuf.UInt32Value | undefined;
    readonly additional_request_chance?: envoy.type.v3.FractionalPercent | undefined;
    readonly hedge_on_per_try_timeout?: boolean | undefined;
  }
  interface InternalRedirectPolicy {
    readonly max_internal_redirects?: google.protobuf.UInt32Value | undefined;
    readonly redirect_response_codes?: readonly number[] | undefined;
    readonly predicates?: readonly envoy.config.core.v3.TypedExtensionConfig[] | undefined;
    readonly allow_cross_scheme_redirect?: boolean | undefined;
    readonly response_headers_to_copy?: readonly string[] | undefined;
  }
  interface NonForwardingAction {
    readonly [field: string]: never;
  }
  interface QueryParameterMatcher {
    readonly name?: string | undefined;
    readonly string_match?: envoy.type.matcher.v3.StringMatcher | undefined;
    readonly present_match?: boolean | undefined;
  }
  interface RateLimit {
    readonly stage?: google.protobuf.UInt32Value | undefined;
    readonly disable_key?: string | undefined;
    readonly actions?: readonly envoy.config.route.v3.RateLimit.Action[] | undefined;
    readonly limit?: envoy.config.route.v3.RateLimit.Override | undefined;
  }
  interface RedirectAction {
    readonly host_redirect?: string | undefined;
    readonly path_redirect?: string | undefined;
    readonly response_code?: envoy.config.route.v3.RedirectAction.RedirectResponseCode | undefined;
    readonly https_redirect?: boolean | undefined;
    readonly prefix_rewrite?: string | undefined;
    readonly strip_query?: boolean | undefined;
    readonly scheme_redirect?: string | undefined;
    readonly port_redirect?: number | undefined;
    readonly regex_rewrite?: envoy.type.matcher.v3.RegexMatchAndSubstitute | undefined;
  }
  interface RetryPolicy {
    readonly retry_on?: string | undefined;
    readonly num_retries?: google.protobuf.UInt32Value | undefined;
    readonly per_try_timeout?: google.protobuf.Duration | undefined;
    readonly retry_priority?: envoy.config.route.v3.RetryPolicy.RetryPriority | undefined;
    readonly retry_host_predicate?: readonly envoy.config.route.v3.RetryPolicy.RetryHostPredicate[] | undefined;
    readonly host_selection_retry_max_attempts?: number | string | undefined;
    readonly retriable_status_codes?: readonly number[] | undefined;
    readonly retry_back_off?: envoy.config.route.v3.RetryPolicy.RetryBackOff | undefined;
    readonly retriable_headers?: readonly envoy.config.route.v3.HeaderMatcher[] | undefined;
    readonly retriable_request_headers?: readonly envoy.config.route.v3.HeaderMatcher[] | undefined;
    readonly rate_limited_retry_back_off?: envoy.config.route.v3.RetryPolicy.RateLimitedRetryBackOff | undefined;
    readonly retry_options_predicates?: readonly envoy.config.core.v3.TypedExtensionConfig[] | undefined;
    readonly per_try_idle_timeout?: google.protobuf.Duration | undefined;
  }
  interface Route {
    readonly match?: envoy.config.route.v3.RouteMatch | undefined;
    readonly route?: envoy.config.route.v3.RouteAction | undefined;
    readonly redirect?: envoy.config.route.v3.RedirectAction | undefined;
    readonly metadata?: envoy.config.core.v3.Metadata | undefined;
    readonly decorator?: envoy.config.route.v3.Decorator | undefined;
    readonly direct_response?: envoy.config.route.v3.DirectResponseAction | undefined;
    readonly request_headers_to_add?: readonly envoy.config.core.v3.HeaderValueOption[] | undefined;
    readonly response_headers_to_add?: readonly envoy.config.core.v3.HeaderValueOption[] | undefined;
    readonly response_headers_to_remove?: readonly string[] | undefined;
    readonly request_headers_to_remove?: readonly string[] | undefined;
    readonly typed_per_filter_config?: { readonly [key: string]: google.protobuf.Any } | undefined;
    readonly name?: string | undefined;
    readonly tracing?: envoy.config.route.v3.Tracing | undefined;
    readonly per_request_buffer_limit_bytes?: google.protobuf.UInt32Value | undefined;
    readonly filter_action?: envoy.config.route.v3.FilterAction | undefined;
    readonly non_forwarding_action?: envoy.config.route.v3.NonForwardingAction | undefined;
    readonly stat_prefix?: string | undefined;
  }
  interface RouteAction {
    readonly cluster?: string | undefined;
    readonly cluster_header?: string | undefined;
    readonly weighted_clusters?: envoy.config.route.v3.WeightedCluster | undefined;
    readonly metadata_match?: envoy.config.core.v3.Metadata | undefined;
    readonly prefix_rewrite?: string | undefined;
    readonly host_rewrite_literal?: string | undefined;
    readonly auto_host_rewrite?: google.protobuf.BoolValue | undefined;
    readonly timeout?: google.protobuf.Duration | undefined;
    readonly retry_policy?: envoy.config.route.v3.RetryPolicy | undefined;
    readonly priority?: envoy.config.core.v3.RoutingPriority | undefined;
    readonly rate_limits?: readonly envoy.config.route.v3.RateLimit[] | undefined;
    readonly include_vh_rate_limits?: google.protobuf.BoolValue | undefined;
    readonly hash_policy?: readonly envoy.config.route.v3.RouteAction.HashPolicy[] | undefined;
    readonly cors?: envoy.config.route.v3.CorsPolicy | undefined;
    readonly cluster_not_found_response_code?: envoy.config.route.v3.RouteAction.ClusterNotFoundResponseCode | undefined;
    readonly max_grpc_timeout?: google.protobuf.Duration | undefined;
    readonly idle_timeout?: google.protobuf.Duration | undefined;
    readonly upgrade_configs?: readonly envoy.config.route.v3.RouteAction.UpgradeConfig[] | undefined;
    readonly internal_redirect_action?: envoy.config.route.v3.RouteAction.InternalRedirectAction | undefined;
    readonly hedge_policy?: envoy.config.route.v3.HedgePolicy | undefined;
    readonly grpc_timeout_offset?: google.protobuf.Duration | undefined;
    readonly host_rewrite_header?: string | undefined;
    readonly request_mirror_policies?: readonly envoy.config.route.v3.RouteAction.RequestMirrorPolicy[] | undefined;
    readonly max_internal_redirects?: google.protobuf.UInt32Value | undefined;
    readonly regex_rewrite?: envoy.type.matcher.v3.RegexMatchAndSubstitute | undefined;
    readonly retry_policy_typed_config?: google.protobuf.Any | undefined;
    readonly internal_redirect_policy?: envoy.config.route.v3.InternalRedirectPolicy | undefined;
    readonly host_rewrite_path_regex?: envoy.type.matcher.v3.RegexMatchAndSubstitute | undefined;
    readonly max_stream_duration?: envoy.config.route.v3.RouteAction.MaxStreamDuration | undefined;
    readonly cluster_specifier_plugin?: string | undefined;
    readonly append_x_forwarded_host?: boolean | undefined;
    readonly inline_cluster_specifier_plugin?: envoy.config.route.v3.ClusterSpecifierPlugin | undefined;
    readonly early_data_policy?: envoy.config.core.v3.TypedExtensionConfig | undefined;
    readonly path_rewrite_policy?: envoy.config.core.v3.TypedExtensionConfig | undefined;
  }
  interface RouteConfiguration {
    readonly name?: string | undefined;
    readonly virtual_hosts?: readonly envoy.config.route.v3.VirtualHost[] | undefined;
    readonly internal_only_headers?: readonly string[] | undefined;
    readonly response_headers_to_add?: readonly envoy.config.core.v3.HeaderValueOption[] | undefined;
    readonly response_headers_to_remove?: readonly string[] | undefined;
    readonly request_headers_to_add?: readonly envoy.config.core.v3.HeaderValueOption[] | undefined;
    readonly validate_clusters?: google.protobuf.BoolValue | undefined;
    readonly request_headers_to_remove?: readonly string[] | undefined;
    readonly vhds?: envoy.config.route.v3.Vhds | undefined;
    readonly most_specific_header_mutations_wins?: boolean | undefined;
    readonly max_direct_response_body_size_bytes?: google.protobuf.UInt32Value | undefined;
    readonly cluster_specifier_plugins?: readonly envoy.config.route.v3.ClusterSpecifierPlugin[] | undefined;
    readonly request_mirror_policies?: readonly envoy.config.route.v3.RouteAction.RequestMirrorPolicy[] | undefined;
    readonly ignore_port_in_host_matching?: boolean | undefined;
    readonly ignore_path_parameters_in_path_matching?: boolean | undefined;
    readonly typed_per_filter_config?: { readonly [key: string]: google.protobuf.Any } | undefined;
    readonly metadata?: envoy.config.core.v3.Metadata | undefined;
  }
  interface RouteList {
    readonly routes?: readonly envoy.config.route.v3.Route[] | undefined;
  }
  interface RouteMatch {
    readonly prefix?: string | undefined;
    readonly path?: string | undefined;
    readonly case_sensitive?: google.protobuf.BoolValue | undefined;
    readonly headers?: readonly envoy.config.route.v3.HeaderMatcher[] | undefined;
    readonly query_parameters?: readonly envoy.config.route.v3.QueryParameterMatcher[] | undefined;
    readonly grpc?: envoy.config.route.v3.RouteMatch.GrpcRouteMatchOptions | undefined;
    readonly runtime_fraction?: envoy.config.core.v3.RuntimeFractionalPercent | undefined;
    readonly safe_regex?: envoy.type.matcher.v3.RegexMatcher | undefined;
    readonly tls_context?: envoy.config.route.v3.RouteMatch.TlsContextMatchOptions | undefined;
    readonly connect_matcher?: envoy.config.route.v3.RouteMatch.ConnectMatcher | undefined;
    readonly dynamic_metadata?: readonly envoy.type.matcher.v3.MetadataMatcher[] | undefined;
    readonly path_separated_prefix?: string | undefined;
    readonly path_match_policy?: envoy.config.core.v3.TypedExtensionConfig | undefined;
  }
  interface ScopedRouteConfiguration {
    readonly name?: string | undefined;
    readonly route_configuration_name?: string | undefined;
    readonly key?: envoy.config.route.v3.ScopedRouteConfiguration.Key | undefined;
    readonly on_demand?: boolean | undefined;
    readonly route_configuration?: envoy.config.route.v3.RouteConfiguration | undefined;
  }
  interface Tracing {
    readonly client_sampling?: envoy.type.v3.FractionalPercent | undefined;
    readonly random_sampling?: envoy.type.v3.FractionalPercent | undefined;
    readonly overall_sampling?: envoy.type.v3.FractionalPercent | undefined;
    readonly custom_tags?: readonly envoy.type.tracing.v3.CustomTag[] | undefined;
  }
  interface Vhds {
    readonly config_source?: envoy.config.core.v3.ConfigSource | undefined;
  }
  interface VirtualCluster {
    readonly name?: string | undefined;
    readonly headers?: readonly envoy.config.route.v3.HeaderMatcher[] | undefined;
  }
  interface VirtualHost {
    readonly name?: string | undefined;
    readonly domains?: readonly string[] | undefined;
    readonly routes?: readonly envoy.config.route.v3.Route[] | undefined;
    readonly require_tls?: envoy.config.route.v3.VirtualHost.TlsRequirementType | undefined;
    readonly virtual_clusters?: readonly envoy.config.route.v3.VirtualCluster[] | undefined;
    readonly rate_limits?: readonly envoy.config.route.v3.RateLimit[] | undefined;
    readonly request_headers_to_add?: readonly envoy.config.core.v3.HeaderValueOption[] | undefined;
    readonly cors?: envoy.config.route.v3.CorsPolicy | undefined;
    readonly response_headers_to_add?: readonly envoy.config.core.v3.HeaderValueOption[] | undefined;
    readonly response_headers_to_remove?: readonly string[] | undefined;
    readonly request_headers_to_remove?: readonly string[] | undefined;
    readonly include_request_attempt_count?: boolean | undefined;
    readonly typed_per_filter_config?: { readonly [key: string]: google.protobuf.Any } | undefined;
    readonly retry_policy?: envoy.config.route.v3.RetryPolicy | undefined;
    readonly hedge_policy?: envoy.config.route.v3.HedgePolicy | undefined;
    readonly per_request_buffer_limit_bytes?: google.protobuf.UInt32Value | undefined;
    readonly include_attempt_count_in_response?: boolean | undefined;
    readonly retry_policy_typed_config?: google.protobuf.Any | undefined;
    readonly matcher?: xds.type.matcher.v3.Matcher | undefined;
    readonly request_mirror_policies?: readonly envoy.config.route.v3.RouteAction.RequestMirrorPolicy[] | undefined;
    readonly include_is_timeout_retry_header?: boolean | undefined;
    readonly metadata?: envoy.config.core.v3.Metadata | undefined;
  }
  interface WeightedCluster {
    readonly clusters?: readonly envoy.config.route.v3.WeightedCluster.ClusterWeight[] | undefined;
    readonly runtime_key_prefix?: string | undefined;
    readonly total_weight?: google.protobuf.UInt32Value | undefined;
    readonly header_name?: string | undefined;
    readonly use_hash_policy?: google.protobuf.BoolValue | undefined;
  }
}
export declare namespace envoy.config.route.v3.RateLimit {
  interface Action {
    readonly source_cluster?: envoy.config.route.v3.RateLimit.Action.SourceCluster | undefined;
    readonly destination_cluster?: envoy.config.route.v3.RateLimit.Action.DestinationCluster | undefined;
    readonly request_headers?: envoy.config.route.v3.RateLimit.Action.RequestHeaders | undefined;
    readonly remote_address?: envoy.config.route.v3.RateLimit.Action.RemoteAddress | undefined;
    readonly generic_key?: envoy.config.route.v3.RateLimit.Action.GenericKey | undefined;
    readonly header_value_match?: envoy.config.route.v3.RateLimit.Action.HeaderValueMatch | undefined;
    readonly dynamic_metadata?: envoy.config.route.v3.RateLimit.Action.DynamicMetaData | undefined;
    readonly metadata?: envoy.config.route.v3.RateLimit.Action.MetaData | undefined;
    readonly extension?: envoy.config.core.v3.TypedExtensionConfig | undefined;
    readonly masked_remote_address?: envoy.config.route.v3.RateLimit.Action.MaskedRemoteAddress | undefined;
    readonly query_parameter_value_match?: envoy.config.route.v3.RateLimit.Action.QueryParameterValueMatch | undefined;
  }
  interface Override {
    readonly dynamic_metadata?: envoy.config.route.v3.RateLimit.Override.DynamicMetadata | undefined;
  }
}
export declare namespace envoy.config.route.v3.RateLimit.Action {
  interface DestinationCluster {
    readonly [field: string]: never;
  }
  interface DynamicMetaData {
    readonly descriptor_key?: string | undefined;
    readonly metadata_key?: envoy.type.metadata.v3.MetadataKey | undefined;
    readonly default_value?: string | undefined;
  }
  interface GenericKey {
    readonly descriptor_value?: string | undefined;
    readonly descriptor_key?: string | undefined;
  }
  interface HeaderValueMatch {
    readonly descriptor_value?: string | undefined;
    readonly expect_match?: google.protobuf.BoolValue | undefined;
    readonly headers?: readonly envoy.config.route.v3.HeaderMatcher[] | undefined;
    readonly descriptor_key?: string | undefined;
  }
  interface MaskedRemoteAddress {
    readonly v4_prefix_mask_len?: google.protobuf.UInt32Value | undefined;
    readonly v6_prefix_mask_len?: google.protobuf.UInt32Value | undefined;
  }
  interface MetaData {
    readonly descriptor_key?: string | undefined;
    readonly metadata_key?: envoy.type.metadata.v3.MetadataKey | undefined;
    readonly default_value?: string | undefined;
    readonly source?: envoy.config.route.v3.RateLimit.Action.MetaData.Source | undefined;
    readonly skip_if_absent?: boolean | undefined;
  }
  interface QueryParameterValueMatch {
    readonly descriptor_value?: string | undefined;
    readonly expect_match?: google.protobuf.BoolValue | undefined;
    readonly query_parameters?: readonly envoy.config.route.v3.QueryParameterMatcher[] | undefined;
    readonly descriptor_key?: string | undefined;
  }
  interface RemoteAddress {
    readonly [field: string]: never;
  }
  interface RequestHeaders {
    readonly header_name?: string | undefined;
    readonly descriptor_key?: string | undefined;
    readonly skip_if_absent?: boolean | undefined;
  }
  interface SourceCluster {
    readonly [field: string]: never;
  }
}
export declare namespace envoy.config.route.v3.RateLimit.Action.MetaData {
  type Source = 'DYNAMIC' | 'ROUTE_ENTRY' | number;
}
export declare namespace envoy.config.route.v3.RateLimit.Override {
  interface DynamicMetadata {
    readonly metadata_key?: envoy.type.metadata.v3.MetadataKey | undefined;
  }
}
export declare namespace envoy.config.route.v3.RedirectAction {
  type RedirectResponseCode = 'MOVED_PERMANENTLY' | 'FOUND' | 'SEE_OTHER' | 'TEMPORARY_REDIRECT' | 'PERMANENT_REDIRECT' | number;
}
export declare namespace envoy.config.route.v3.RetryPolicy {
  interface RateLimitedRetryBackOff {
    readonly reset_headers?: readonly envoy.config.route.v3.RetryPolicy.ResetHeader[] | undefined;
    readonly max_interval?: google.protobuf.Duration | undefined;
  }
  interface ResetHeader {
    readonly name?: string | undefined;
    readonly format?: envoy.config.route.v3.RetryPolicy.ResetHeaderFormat | undefined;
  }
  type ResetHeaderFormat = 'SECONDS' | 'UNIX_TIMESTAMP' | number;
  interface RetryBackOff {
    readonly base_interval?: google.protobuf.Duration | undefined;
    readonly max_interval?: google.protobuf.Duration | undefined;
  }
  interface RetryHostPredicate {
    readonly name?: string | undefined;
    readonly typed_config?: google.protobuf.Any | undefined;
  }
  interface RetryPriority {
    readonly name?: string | undefined;
    readonly typed_config?: google.protobuf.Any | undefined;
  }
}
export declare namespace envoy.config.route.v3.RouteAction {
  type ClusterNotFoundResponseCode = 'SERVICE_UNAVAILABLE' | 'NOT_FOUND' | 'INTERNAL_SERVER_ERROR' | number;
  interface HashPolicy {
    readonly header?: envoy.config.route.v3.RouteAction.HashPolicy.Header | undefined;
    readonly cookie?: envoy.config.route.v3.RouteAction.HashPolicy.Cookie | undefined;
    readonly connection_properties?: envoy.config.route.v3.RouteAction.HashPolicy.ConnectionProperties | undefined;
    readonly terminal?: boolean | undefined;
    readonly query_parameter?: envoy.config.route.v3.RouteAction.HashPolicy.QueryParameter | undefined;
    readonly filter_state?: envoy.config.route.v3.RouteAction.HashPolicy.FilterState | undefined;
  }
  type InternalRedirectAction = 'PASS_THROUGH_INTERNAL_REDIRECT' | 'HANDLE_INTERNAL_REDIRECT' | number;
  interface MaxStreamDuration {
    readonly max_stream_duration?: google.protobuf.Duration | undefined;
    readonly grpc_timeout_header_max?: google.protobuf.Duration | undefined;
    readonly grpc_timeout_header_offset?: google.protobuf.Duration | undefined;
  }
  interface RequestMirrorPolicy {
    readonly cluster?: string | undefined;
    readonly runtime_fraction?: envoy.config.core.v3.RuntimeFractionalPercent | undefined;
    readonly trace_sampled?: google.protobuf.BoolValue | undefined;
    readonly cluster_header?: string | undefined;
    readonly disable_shadow_host_suffix_append?: boolean | undefined;
  }
  interface UpgradeConfig {
    readonly upgrade_type?: string | undefined;
    readonly enabled?: google.protobuf.BoolValue | undefined;
    readonly connect_config?: envoy.config.route.v3.RouteAction.UpgradeConfig.ConnectConfig | undefined;
  }
}
export declare namespace envoy.config.route.v3.RouteAction.HashPolicy {
  interface ConnectionProperties {
    readonly source_ip?: boolean | undefined;
  }
  interface Cookie {
    readonly name?: string | undefined;
    readonly ttl?: google.protobuf.Duration | undefined;
    readonly path?: string | undefined;
    readonly attributes?: readonly envoy.config.route.v3.RouteAction.HashPolicy.CookieAttribute[] | undefined;
  }
  interface CookieAttribute {
    readonly name?: string | undefined;
    readonly value?: string | undefined;
  }
  interface FilterState {
    readonly key?: string | undefined;
  }
  interface Header {
    readonly header_name?: string | undefined;
    readonly regex_rewrite?: envoy.type.matcher.v3.RegexMatchAndSubstitute | undefined;
  }
  interface QueryParameter {
    readonly name?: string | undefined;
  }
}
export declare namespace envoy.config.route.v3.RouteAction.UpgradeConfig {
  interface ConnectConfig {
    readonly proxy_protocol_config?: envoy.config.core.v3.ProxyProtocolConfig | undefined;
    readonly allow_post?: boolean | undefined;
  }
}
export declare namespace envoy.config.route.v3.RouteMatch {
  interface ConnectMatcher {
    readonly [field: string]: never;
  }
  interface GrpcRouteMatchOptions {
    readonly [field: string]: never;
  }
  interface TlsContextMatchOptions {
    readonly presented?: google.protobuf.BoolValue | undefined;
    readonly validated?: google.protobuf.BoolValue | undefined;
  }
}
export declare namespace envoy.config.route.v3.ScopedRouteConfiguration {
  interface Key {
    readonly fragments?: readonly envoy.config.route.v3.ScopedRouteConfiguration.Key.Fragment[] | undefined;
  }
}
export declare namespace envoy.config.route.v3.ScopedRouteConfiguration.Key {
  interface Fragment {
    readonly string_key?: string | undefined;
  }
}
export declare namespace envoy.config.route.v3.VirtualHost {
  type TlsRequirementType = 'NONE' | 'EXTERNAL_ONLY' | 'ALL' | number;
}
export declare namespace envoy.config.route.v3.WeightedCluster {
  interface ClusterWeight {
    readonly name?: string | undefined;
    readonly weight?: google.protobuf.UInt32Value | undefined;
    readonly metadata_match?: envoy.config.core.v3.Metadata | undefined;
    readonly request_headers_to_add?: readonly envoy.config.core.v3.HeaderValueOption[] | undefined;
    readonly response_headers_to_add?: readonly envoy.config.core.v3.HeaderValueOption[] | undefined;
    readonly response_headers_to_remove?: readonly string[] | undefined;
    readonly request_headers_to_remove?: readonly string[] | undefined;
    readonly typed_per_filter_config?: { readonly [key: string]: google.protobuf.Any } | undefined;
    readonly host_rewrite_literal?: string | undefined;
    readonly cluster_header?: string | undefined;
  }
}
export declare namespace envoy.config.trace.v3 {
  interface OpenTelemetryConfig {
    readonly grpc_service?: envoy.config.core.v3.GrpcService | undefined;
    readonly service_name?: string | undefined;
    readonly http_service?: envoy.config.core.v3.HttpService | undefined;
    readonly resource_detectors?: readonly envoy.config.core.v3.TypedExtensionConfig[] | undefined;
    readonly sampler?: envoy.config.core.v3.TypedExtensionConfig | undefined;
  }
  interface Tracing {
    readonly http?: envoy.config.trace.v3.Tracing.Http | undefined;
  }
}
export declare namespace envoy.config.trace.v3.Tracing {
  interface Http {
    readonly name?: string | undefined;
    readonly typed_config?: google.protobuf.Any | undefined;
  }
}
export declare namespace envoy.data.accesslog.v3 {
  type AccessLogType = 'NotSet' | 'TcpUpstreamConnected' | 'TcpPeriodic' | 'TcpConnectionEnd' | 'DownstreamStart' | 'DownstreamPeriodic' | 'DownstreamEnd' | 'UpstreamPoolReady' | 'UpstreamPeriodic' | 'UpstreamEnd' | 'DownstreamTunnelSuccessfullyEstablished' | 'UdpTunnelUpstreamConnected' | 'UdpPeriodic' | 'UdpSessionEnd' | number;
}
export declare namespace envoy.extensions.access_loggers.file.v3 {
  interface FileAccessLog {
    readonly path?: string | undefined;
    readonly format?: string | undefined;
    readonly json_format?: google.protobuf.Struct | undefined;
    readonly typed_json_format?: google.protobuf.Struct | undefined;
    readonly log_format?: envoy.config.core.v3.SubstitutionFormatString | undefined;
  }
}
export declare namespace envoy.extensions.access_loggers.grpc.v3 {
  interface CommonGrpcAccessLogConfig {
    readonly log_name?: string | undefined;
    readonly grpc_service?: envoy.config.core.v3.GrpcService | undefined;
    readonly buffer_flush_interval?: google.protobuf.Duration | undefined;
    readonly buffer_size_bytes?: google.protobuf.UInt32Value | undefined;
    readonly filter_state_objects_to_log?: readonly string[] | undefined;
    readonly transport_api_version?: envoy.config.core.v3.ApiVersion | undefined;
    readonly grpc_stream_retry_policy?: envoy.config.core.v3.RetryPolicy | undefined;
    readonly custom_tags?: readonly envoy.type.tracing.v3.CustomTag[] | undefined;
  }
  interface HttpGrpcAccessLogConfig {
    readonly common_config?: envoy.extensions.access_loggers.grpc.v3.CommonGrpcAccessLogConfig | undefined;
    readonly additional_request_headers_to_log?: readonly string[] | undefined;
    readonly additional_response_headers_to_log?: readonly string[] | undefined;
    readonly additional_response_trailers_to_log?: readonly string[] | undefined;
  }
}
export declare namespace envoy.extensions.access_loggers.stream.v3 {
  interface StderrAccessLog {
    readonly log_format?: envoy.config.core.v3.SubstitutionFormatString | undefined;
  }
  interface StdoutAccessLog {
    readonly log_format?: envoy.config.core.v3.SubstitutionFormatString | undefined;
  }
}
export declare namespace envoy.extensions.common.ratelimit.v3 {
  interface LocalClusterRateLimit {
    readonly [field: string]: never;
  }
  interface LocalRateLimitDescriptor {
    readonly entries?: readonly envoy.extensions.common.ratelimit.v3.RateLimitDescriptor.Entry[] | undefined;
    readonly token_bucket?: envoy.type.v3.TokenBucket | undefined;
  }
  type VhRateLimitsOptions = 'OVERRIDE' | 'INCLUDE' | 'IGNORE' | number;
  type XRateLimitHeadersRFCVersion = 'OFF' | 'DRAFT_VERSION_03' | number;
}
export declare namespace envoy.extensions.common.ratelimit.v3.RateLimitDescriptor {
  interface Entry {
    readonly key?: string | undefined;
    readonly value?: string | undefined;
  }
}
export declare namespace envoy.extensions.filters.common.fault.v3 {
  interface FaultDelay {
    readonly fixed_delay?: google.protobuf.Duration | undefined;
    readonly percentage?: envoy.type.v3.FractionalPercent | undefined;
    readonly header_delay?: envoy.extensions.filters.common.fault.v3.FaultDelay.HeaderDelay | undefined;
  }
  interface FaultRateLimit {
    readonly fixed_limit?: envoy.extensions.filters.common.fault.v3.FaultRateLimit.FixedLimit | undefined;
    readonly percentage?: envoy.type.v3.FractionalPercent | undefined;
    readonly header_limit?: envoy.extensions.filters.common.fault.v3.FaultRateLimit.HeaderLimit | undefined;
  }
}
export declare namespace envoy.extensions.filters.common.fault.v3.FaultDelay {
  interface HeaderDelay {
    readonly [field: string]: never;
  }
}
export declare namespace envoy.extensions.filters.common.fault.v3.FaultRateLimit {
  interface FixedLimit {
    readonly limit_kbps?: number | string | undefined;
  }
  interface HeaderLimit {
    readonly [field: string]: never;
  }
}
export declare namespace envoy.extensions.filters.http.buffer.v3 {
  interface Buffer {
    readonly max_request_bytes?: google.protobuf.UInt32Value | undefined;
  }
}
export declare namespace envoy.extensions.filters.http.compressor.v3 {
  interface Compressor {
    readonly content_length?: google.protobuf.UInt32Value | undefined;
    readonly content_type?: readonly string[] | undefined;
    readonly disable_on_etag_header?: boolean | undefined;
    readonly remove_accept_encoding_header?: boolean | undefined;
    readonly runtime_enabled?: envoy.config.core.v3.RuntimeFeatureFlag | undefined;
    readonly compressor_library?: envoy.config.core.v3.TypedExtensionConfig | undefined;
    readonly request_direction_config?: envoy.extensions.filters.http.compressor.v3.Compressor.RequestDirectionConfig | undefined;
    readonly response_direction_config?: envoy.extensions.filters.http.compressor.v3.Compressor.ResponseDirectionConfig | undefined;
    readonly choose_first?: boolean | undefined;
  }
}
export declare namespace envoy.extensions.filters.http.compressor.v3.Compressor {
  interface CommonDirectionConfig {
    readonly enabled?: envoy.config.core.v3.RuntimeFeatureFlag | undefined;
    readonly min_content_length?: google.protobuf.UInt32Value | undefined;
    readonly content_type?: readonly string[] | undefined;
  }
  interface RequestDirectionConfig {
    readonly common_config?: envoy.extensions.filters.http.compressor.v3.Compressor.CommonDirectionConfig | undefined;
  }
  interface ResponseDirectionConfig {
    readonly common_config?: envoy.extensions.filters.http.compressor.v3.Compressor.CommonDirectionConfig | undefined;
    readonly disable_on_etag_header?: boolean | undefined;
    readonly remove_accept_encoding_header?: boolean | undefined;
  }
}
export declare namespace envoy.extensions.filters.http.cors.v3 {
  interface Cors {
    readonly [field: string]: never;
  }
  interface CorsPolicy {
    readonly allow_origin_string_match?: readonly envoy.type.matcher.v3.StringMatcher[] | undefined;
    readonly allow_methods?: string | undefined;
    readonly allow_headers?: string | undefined;
    readonly expose_headers?: string | undefined;
    readonly max_age?: string | undefined;
    readonly allow_credentials?: google.protobuf.BoolValue | undefined;
    readonly filter_enabled?: envoy.config.core.v3.RuntimeFractionalPercent | undefined;
    readonly shadow_enabled?: envoy.config.core.v3.RuntimeFractionalPercent | undefined;
    readonly allow_private_network_access?: google.protobuf.BoolValue | undefined;
    readonly forward_not_matching_preflights?: google.protobuf.BoolValue | undefined;
  }
}
export declare namespace envoy.extensions.filters.http.credential_injector.v3 {
  interface CredentialInjector {
    readonly overwrite?: boolean | undefined;
    readonly allow_request_without_credential?: boolean | undefined;
    readonly credential?: envoy.config.core.v3.TypedExtensionConfig | undefined;
  }
}
export declare namespace envoy.extensions.filters.http.ext_authz.v3 {
  interface AuthorizationRequest {
    readonly allowed_headers?: envoy.type.matcher.v3.ListStringMatcher | undefined;
    readonly headers_to_add?: readonly envoy.config.core.v3.HeaderValue[] | undefined;
  }
  interface AuthorizationResponse {
    readonly allowed_upstream_headers?: envoy.type.matcher.v3.ListStringMatcher | undefined;
    readonly allowed_client_headers?: envoy.type.matcher.v3.ListStringMatcher | undefined;
    readonly allowed_upstream_headers_to_append?: envoy.type.matcher.v3.ListStringMatcher | undefined;
    readonly allowed_client_headers_on_success?: envoy.type.matcher.v3.ListStringMatcher | undefined;
    readonly dynamic_metadata_from_headers?: envoy.type.matcher.v3.ListStringMatcher | undefined;
  }
  interface BufferSettings {
    readonly max_request_bytes?: number | undefined;
    readonly allow_partial_message?: boolean | undefined;
    readonly pack_as_bytes?: boolean | undefined;
  }
  interface CheckSettings {
    readonly context_extensions?: { readonly [key: string]: string } | undefined;
    readonly disable_request_body_buffering?: boolean | undefined;
    readonly with_request_body?: envoy.extensions.filters.http.ext_authz.v3.BufferSettings | undefined;
  }
  interface ExtAuthz {
    readonly grpc_service?: envoy.config.core.v3.GrpcService | undefined;
    readonly failure_mode_allow?: boolean | undefined;
    readonly http_service?: envoy.extensions.filters.http.ext_authz.v3.HttpService | undefined;
    readonly with_request_body?: envoy.extensions.filters.http.ext_authz.v3.BufferSettings | undefined;
    readonly clear_route_cache?: boolean | undefined;
    readonly status_on_error?: envoy.type.v3.HttpStatus | undefined;
    readonly metadata_context_namespaces?: readonly string[] | undefined;
    readonly filter_enabled?: envoy.config.core.v3.RuntimeFractionalPercent | undefined;
    readonly include_peer_certificate?: boolean | undefined;
    readonly deny_at_disable?: envoy.config.core.v3.RuntimeFeatureFlag | undefined;
    readonly transport_api_version?: envoy.config.core.v3.ApiVersion | undefined;
    readonly stat_prefix?: string | undefined;
    readonly filter_enabled_metadata?: envoy.type.matcher.v3.MetadataMatcher | undefined;
    readonly bootstrap_metadata_labels_key?: string | undefined;
    readonly typed_metadata_context_namespaces?: readonly string[] | undefined;
    readonly allowed_headers?: envoy.type.matcher.v3.ListStringMatcher | undefined;
    readonly include_tls_session?: boolean | undefined;
    readonly failure_mode_allow_header_add?: boolean | undefined;
    readonly charge_cluster_response_stats?: google.protobuf.BoolValue | undefined;
    readonly route_metadata_context_namespaces?: readonly string[] | undefined;
    readonly route_typed_metadata_context_namespaces?: readonly string[] | undefined;
    readonly encode_raw_headers?: boolean | undefined;
    readonly validate_mutations?: boolean | undefined;
    readonly disallowed_headers?: envoy.type.matcher.v3.ListStringMatcher | undefined;
    readonly decoder_header_mutation_rules?: envoy.config.common.mutation_rules.v3.HeaderMutationRules | undefined;
    readonly enable_dynamic_metadata_ingestion?: google.protobuf.BoolValue | undefined;
  }
  interface ExtAuthzPerRoute {
    readonly disabled?: boolean | undefined;
    readonly check_settings?: envoy.extensions.filters.http.ext_authz.v3.CheckSettings | undefined;
  }
  interface HttpService {
    readonly server_uri?: envoy.config.core.v3.HttpUri | undefined;
    readonly path_prefix?: string | undefined;
    readonly authorization_request?: envoy.extensions.filters.http.ext_authz.v3.AuthorizationRequest | undefined;
    readonly authorization_response?: envoy.extensions.filters.http.ext_authz.v3.AuthorizationResponse | undefined;
  }
}
export declare namespace envoy.extensions.filters.http.fault.v3 {
  interface FaultAbort {
    readonly http_status?: number | undefined;
    readonly percentage?: envoy.type.v3.FractionalPercent | undefined;
    readonly header_abort?: envoy.extensions.filters.http.fault.v3.FaultAbort.HeaderAbort | undefined;
    readonly grpc_status?: number | undefined;
  }
  interface HTTPFault {
    readonly delay?: envoy.extensions.filters.common.fault.v3.FaultDelay | undefined;
    readonly abort?: envoy.extensions.filters.http.fault.v3.FaultAbort | undefined;
    readonly upstream_cluster?: string | undefined;
    readonly headers?: readonly envoy.config.route.v3.HeaderMatcher[] | undefined;
    readonly downstream_nodes?: readonly string[] | undefined;
    readonly max_active_faults?: google.protobuf.UInt32Value | undefined;
    readonly response_rate_limit?: envoy.extensions.filters.common.fault.v3.FaultRateLimit | undefined;
    readonly delay_percent_runtime?: string | undefined;
    readonly abort_percent_runtime?: string | undefined;
    readonly delay_duration_runtime?: string | undefined;
    readonly abort_http_status_runtime?: string | undefined;
    readonly max_active_faults_runtime?: string | undefined;
    readonly response_rate_limit_percent_runtime?: string | undefined;
    readonly abort_grpc_status_runtime?: string | undefined;
    readonly disable_downstream_cluster_stats?: boolean | undefined;
    readonly filter_metadata?: google.protobuf.Struct | undefined;
  }
}
export declare namespace envoy.extensions.filters.http.fault.v3.FaultAbort {
  interface HeaderAbort {
    readonly [field: string]: never;
  }
}
export declare namespace envoy.extensions.filters.http.grpc_stats.v3 {
  interface FilterConfig {
    readonly emit_filter_state?: boolean | undefined;
    readonly individual_method_stats_allowlist?: envoy.config.core.v3.GrpcMethodList | undefined;
    readonly stats_for_all_methods?: google.protobuf.BoolValue | undefined;
    readonly enable_upstream_stats?: boolean | undefined;
    readonly replace_dots_in_grpc_service_name?: boolean | undefined;
  }
}
export declare namespace envoy.extensions.filters.http.header_mutation.v3 {
  interface HeaderMutation {
    readonly mutations?: envoy.extensions.filters.http.header_mutation.v3.Mutations | undefined;
    readonly most_specific_header_mutations_wins?: boolean | undefined;
  }
  interface HeaderMutationPerRoute {
    readonly mutations?: envoy.extensions.filters.http.header_mutation.v3.Mutations | undefined;
  }
  interface Mutations {
    readonly request_mutations?: readonly envoy.config.common.mutation_rules.v3.HeaderMutation[] | undefined;
    readonly response_mutations?: readonly envoy.config.common.mutation_rules.v3.HeaderMutation[] | undefined;
  }
}
export declare namespace envoy.extensions.filters.http.health_check.v3 {
  interface HealthCheck {
    readonly pass_through_mode?: google.protobuf.BoolValue | undefined;
    readonly cache_time?: google.protobuf.Duration | undefined;
    readonly cluster_min_healthy_percentages?: { readonly [key: string]: envoy.type.v3.Percent } | undefined;
    readonly headers?: readonly envoy.config.route.v3.HeaderMatcher[] | undefined;
  }
}
export declare namespace envoy.extensions.filters.http.jwt_authn.v3 {
  interface FilterStateRule {
    readonly name?: string | undefined;
    readonly requires?: { readonly [key: string]: envoy.extensions.filters.http.jwt_authn.v3.JwtRequirement } | undefined;
  }
  interface JwksAsyncFetch {
    readonly fast_listener?: boolean | undefined;
    readonly failed_refetch_duration?: google.protobuf.Duration | undefined;
  }
  interface JwtAuthentication {
    readonly providers?: { readonly [key: string]: envoy.extensions.filters.http.jwt_authn.v3.JwtProvider } | undefined;
    readonly rules?: readonly envoy.extensions.filters.http.jwt_authn.v3.RequirementRule[] | undefined;
    readonly filter_state_rules?: envoy.extensions.filters.http.jwt_authn.v3.FilterStateRule | undefined;
    readonly bypass_cors_preflight?: boolean | undefined;
    readonly requirement_map?: { readonly [key: string]: envoy.extensions.filters.http.jwt_authn.v3.JwtRequirement } | undefined;
    readonly strip_failure_response?: boolean | undefined;
  }
  interface JwtCacheConfig {
    readonly jwt_cache_size?: number | undefined;
  }
  interface JwtClaimToHeader {
    readonly header_name?: string | undefined;
    readonly claim_name?: string | undefined;
  }
  interface JwtHeader {
    readonly name?: string | undefined;
    readonly value_prefix?: string | undefined;
  }
  interface JwtProvider {
    readonly issuer?: string | undefined;
    readonly audiences?: readonly string[] | undefined;
    readonly remote_jwks?: envoy.extensions.filters.http.jwt_authn.v3.RemoteJwks | undefined;
    readonly local_jwks?: envoy.config.core.v3.DataSource | undefined;
    readonly forward?: boolean | undefined;
    readonly from_headers?: readonly envoy.extensions.filters.http.jwt_authn.v3.JwtHeader[] | undefined;
    readonly from_params?: readonly string[] | undefined;
    readonly forward_payload_header?: string | undefined;
    readonly payload_in_metadata?: string | undefined;
    readonly clock_skew_seconds?: number | undefined;
    readonly pad_forward_payload_header?: boolean | undefined;
    readonly jwt_cache_config?: envoy.extensions.filters.http.jwt_authn.v3.JwtCacheConfig | undefined;
    readonly from_cookies?: readonly string[] | undefined;
    readonly header_in_metadata?: string | undefined;
    readonly claim_to_headers?: readonly envoy.extensions.filters.http.jwt_authn.v3.JwtClaimToHeader[] | undefined;
    readonly failed_status_in_metadata?: string | undefined;
    readonly clear_route_cache?: boolean | undefined;
    readonly normalize_payload_in_metadata?: envoy.extensions.filters.http.jwt_authn.v3.JwtProvider.NormalizePayload | undefined;
    readonly subjects?: envoy.type.matcher.v3.StringMatcher | undefined;
    readonly require_expiration?: boolean | undefined;
    readonly max_lifetime?: google.protobuf.Duration | undefined;
  }
  interface JwtRequirement {
    readonly provider_name?: string | undefined;
    readonly provider_and_audiences?: envoy.extensions.filters.http.jwt_authn.v3.ProviderWithAudiences | undefined;
    readonly requires_any?: envoy.extensions.filters.http.jwt_authn.v3.JwtRequirementOrList | undefined;
    readonly requires_all?: envoy.extensions.filters.http.jwt_authn.v3.JwtRequirementAndList | undefined;
    readonly allow_missing_or_failed?: google.protobuf.Empty | undefined;
    readonly allow_missing?: google.protobuf.Empty | undefined;
  }
  interface JwtRequirementAndList {
    readonly requirements?: readonly envoy.extensions.filters.http.jwt_authn.v3.JwtRequirement[] | undefined;
  }
  interface JwtRequirementOrList {
    readonly requirements?: readonly envoy.extensions.filters.http.jwt_authn.v3.JwtRequirement[] | undefined;
  }
  interface PerRouteConfig {
    readonly disabled?: boolean | undefined;
    readonly requirement_name?: string | undefined;
  }
  interface ProviderWithAudiences {
    readonly provider_name?: string | undefined;
    readonly audiences?: readonly string[] | undefined;
  }
  interface RemoteJwks {
    readonly http_uri?: envoy.config.core.v3.HttpUri | undefined;
    readonly cache_duration?: google.protobuf.Duration | undefined;
    readonly async_fetch?: envoy.extensions.filters.http.jwt_authn.v3.JwksAsyncFetch | undefined;
    readonly retry_policy?: envoy.config.core.v3.RetryPolicy | undefined;
  }
  interface RequirementRule {
    readonly match?: envoy.config.route.v3.RouteMatch | undefined;
    readonly requires?: envoy.extensions.filters.http.jwt_authn.v3.JwtRequirement | undefined;
    readonly requirement_name?: string | undefined;
  }
}
export declare namespace envoy.extensions.filters.http.jwt_authn.v3.JwtProvider {
  interface NormalizePayload {
    readonly space_delimited_claims?: readonly string[] | undefined;
  }
}
export declare namespace envoy.extensions.filters.http.local_ratelimit.v3 {
  interface LocalRateLimit {
    readonly stat_prefix?: string | undefined;
    readonly status?: envoy.type.v3.HttpStatus | undefined;
    readonly token_bucket?: envoy.type.v3.TokenBucket | undefined;
    readonly filter_enabled?: envoy.config.core.v3.RuntimeFractionalPercent | undefined;
    readonly filter_enforced?: envoy.config.core.v3.RuntimeFractionalPercent | undefined;
    readonly response_headers_to_add?: readonly envoy.config.core.v3.HeaderValueOption[] | undefined;
    readonly descriptors?: readonly envoy.extensions.common.ratelimit.v3.LocalRateLimitDescriptor[] | undefined;
    readonly stage?: number | undefined;
    readonly request_headers_to_add_when_not_enforced?: readonly envoy.config.core.v3.HeaderValueOption[] | undefined;
    readonly local_rate_limit_per_downstream_connection?: boolean | undefined;
    readonly enable_x_ratelimit_headers?: envoy.extensions.common.ratelimit.v3.XRateLimitHeadersRFCVersion | undefined;
    readonly vh_rate_limits?: envoy.extensions.common.ratelimit.v3.VhRateLimitsOptions | undefined;
    readonly always_consume_default_token_bucket?: google.protobuf.BoolValue | undefined;
    readonly rate_limited_as_resource_exhausted?: boolean | undefined;
    readonly local_cluster_rate_limit?: envoy.extensions.common.ratelimit.v3.LocalClusterRateLimit | undefined;
  }
}
export declare namespace envoy.extensions.filters.http.lua.v3 {
  interface Lua {
    readonly inline_code?: string | undefined;
    readonly source_codes?: { readonly [key: string]: envoy.config.core.v3.DataSource } | undefined;
    readonly default_source_code?: envoy.config.core.v3.DataSource | undefined;
    readonly stat_prefix?: string | undefined;
  }
  interface LuaPerRoute {
    readonly disabled?: boolean | undefined;
    readonly name?: string | undefined;
    readonly source_code?: envoy.config.core.v3.DataSource | undefined;
  }
}
export declare namespace envoy.extensions.filters.http.on_demand.v3 {
  interface OnDemand {
    readonly odcds?: envoy.extensions.filters.http.on_demand.v3.OnDemandCds | undefined;
  }
  interface OnDemandCds {
    readonly source?: envoy.config.core.v3.ConfigSource | undefined;
    readonly resources_locator?: string | undefined;
    readonly timeout?: google.protobuf.Duration | undefined;
  }
  interface PerRouteConfig {
    readonly odcds?: envoy.extensions.filters.http.on_demand.v3.OnDemandCds | undefined;
  }
}
export declare namespace envoy.extensions.filters.http.ratelimit.v3 {
  interface RateLimit {
    readonly domain?: string | undefined;
    readonly stage?: number | undefined;
    readonly request_type?: string | undefined;
    readonly timeout?: google.protobuf.Duration | undefined;
    readonly failure_mode_deny?: boolean | undefined;
    readonly rate_limited_as_resource_exhausted?: boolean | undefined;
    readonly rate_limit_service?: envoy.config.ratelimit.v3.RateLimitServiceConfig | undefined;
    readonly enable_x_ratelimit_headers?: envoy.extensions.filters.http.ratelimit.v3.RateLimit.XRateLimitHeadersRFCVersion | undefined;
    readonly disable_x_envoy_ratelimited_header?: boolean | undefined;
    readonly rate_limited_status?: envoy.type.v3.HttpStatus | undefined;
    readonly response_headers_to_add?: readonly envoy.config.core.v3.HeaderValueOption[] | undefined;
    readonly status_on_error?: envoy.type.v3.HttpStatus | undefined;
    readonly stat_prefix?: string | undefined;
  }
  interface RateLimitConfig {
    readonly stage?: number | undefined;
    readonly disable_key?: string | undefined;
    readonly actions?: readonly envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action[] | undefined;
    readonly limit?: envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Override | undefined;
  }
  interface RateLimitPerRoute {
    readonly vh_rate_limits?: envoy.extensions.filters.http.ratelimit.v3.RateLimitPerRoute.VhRateLimitsOptions | undefined;
    readonly override_option?: envoy.extensions.filters.http.ratelimit.v3.RateLimitPerRoute.OverrideOptions | undefined;
    readonly rate_limits?: readonly envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig[] | undefined;
    readonly domain?: string | undefined;
  }
}
export declare namespace envoy.extensions.filters.http.ratelimit.v3.RateLimit {
  type XRateLimitHeadersRFCVersion = 'OFF' | 'DRAFT_VERSION_03' | number;
}
export declare namespace envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig {
  interface Action {
    readonly source_cluster?: envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action.SourceCluster | undefined;
    readonly destination_cluster?: envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action.DestinationCluster | undefined;
    readonly request_headers?: envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action.RequestHeaders | undefined;
    readonly remote_address?: envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action.RemoteAddress | undefined;
    readonly generic_key?: envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action.GenericKey | undefined;
    readonly header_value_match?: envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action.HeaderValueMatch | undefined;
    readonly metadata?: envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action.MetaData | undefined;
    readonly extension?: envoy.config.core.v3.TypedExtensionConfig | undefined;
  }
  interface Override {
    readonly dynamic_metadata?: envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Override.DynamicMetadata | undefined;
  }
}
export declare namespace envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action {
  interface DestinationCluster {
    readonly [field: string]: never;
  }
  interface GenericKey {
    readonly descriptor_value?: string | undefined;
    readonly descriptor_key?: string | undefined;
  }
  interface HeaderValueMatch {
    readonly descriptor_value?: string | undefined;
    readonly expect_match?: boolean | undefined;
    readonly headers?: readonly envoy.config.route.v3.HeaderMatcher[] | undefined;
  }
  interface MetaData {
    readonly descriptor_key?: string | undefined;
    readonly metadata_key?: envoy.type.metadata.v3.MetadataKey | undefined;
    readonly default_value?: string | undefined;
    readonly source?: envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action.MetaData.Source | undefined;
    readonly skip_if_absent?: boolean | undefined;
  }
  interface RemoteAddress {
    readonly [field: string]: never;
  }
  interface RequestHeaders {
    readonly header_name?: string | undefined;
    readonly descriptor_key?: string | undefined;
    readonly skip_if_absent?: boolean | undefined;
  }
  interface SourceCluster {
    readonly [field: string]: never;
  }
}
export declare namespace envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action.MetaData {
  type Source = 'DYNAMIC' | 'ROUTE_ENTRY' | number;
}
export declare namespace envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Override {
  interface DynamicMetadata {
    readonly metadata_key?: envoy.type.metadata.v3.MetadataKey | undefined;
  }
}
export declare namespace envoy.extensions.filters.http.ratelimit.v3.RateLimitPerRoute {
  type OverrideOptions = 'DEFAULT' | 'OVERRIDE_POLICY' | 'INCLUDE_POLICY' | 'IGNORE_POLICY' | number;
  type VhRateLimitsOptions = 'OVERRIDE' | 'INCLUDE' | 'IGNORE' | number;
}
export declare namespace envoy.extensions.filters.http.rbac.v3 {
  interface RBAC {
    readonly rules?: envoy.config.rbac.v3.RBAC | undefined;
    readonly shadow_rules?: envoy.config.rbac.v3.RBAC | undefined;
    readonly shadow_rules_stat_prefix?: string | undefined;
    readonly matcher?: xds.type.matcher.v3.Matcher | undefined;
    readonly shadow_matcher?: xds.type.matcher.v3.Matcher | undefined;
    readonly rules_stat_prefix?: string | undefined;
    readonly track_per_rule_stats?: boolean | undefined;
  }
  interface RBACPerRoute {
    readonly rbac?: envoy.extensions.filters.http.rbac.v3.RBAC | undefined;
  }
}
export declare namespace envoy.extensions.filters.http.router.v3 {
  interface Router {
    readonly dynamic_stats?: google.protobuf.BoolValue | undefined;
    readonly start_child_span?: boolean | undefined;
    readonly upstream_log?: readonly envoy.config.accesslog.v3.AccessLog[] | undefined;
    readonly suppress_envoy_headers?: boolean | undefined;
    readonly strict_check_headers?: readonly string[] | undefined;
    readonly respect_expected_rq_timeout?: boolean | undefined;
    readonly suppress_grpc_request_failure_code_stats?: boolean | undefined;
    readonly upstream_http_filters?: readonly envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter[] | undefined;
    readonly upstream_log_options?: envoy.extensions.filters.http.router.v3.Router.UpstreamAccessLogOptions | undefined;
  }
}
export declare namespace envoy.extensions.filters.http.router.v3.Router {
  interface UpstreamAccessLogOptions {
    readonly flush_upstream_log_on_upstream_stream?: boolean | undefined;
    readonly upstream_log_flush_interval?: google.protobuf.Duration | undefined;
  }
}
export declare namespace envoy.extensions.filters.http.set_metadata.v3 {
  interface Config {
    readonly metadata_namespace?: string | undefined;
    readonly value?: google.protobuf.Struct | undefined;
    readonly metadata?: readonly envoy.extensions.filters.http.set_metadata.v3.Metadata[] | undefined;
  }
  interface Metadata {
    readonly metadata_namespace?: string | undefined;
    readonly allow_overwrite?: boolean | undefined;
    readonly value?: google.protobuf.Struct | undefined;
    readonly typed_value?: google.protobuf.Any | undefined;
  }
}
export declare namespace envoy.extensions.filters.http.stateful_session.v3 {
  interface StatefulSession {
    readonly session_state?: envoy.config.core.v3.TypedExtensionConfig | undefined;
    readonly strict?: boolean | undefined;
  }
}
export declare namespace envoy.extensions.filters.http.upstream_codec.v3 {
  interface UpstreamCodec {
    readonly [field: string]: never;
  }
}
export declare namespace envoy.extensions.filters.listener.http_inspector.v3 {
  interface HttpInspector {
    readonly [field: string]: never;
  }
}
export declare namespace envoy.extensions.filters.listener.original_dst.v3 {
  interface OriginalDst {
    readonly [field: string]: never;
  }
}
export declare namespace envoy.extensions.filters.listener.proxy_protocol.v3 {
  interface ProxyProtocol {
    readonly rules?: readonly envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol.Rule[] | undefined;
    readonly allow_requests_without_proxy_protocol?: boolean | undefined;
    readonly pass_through_tlvs?: envoy.config.core.v3.ProxyProtocolPassThroughTLVs | undefined;
    readonly disallowed_versions?: readonly envoy.config.core.v3.ProxyProtocolConfig.Version[] | undefined;
    readonly stat_prefix?: string | undefined;
  }
}
export declare namespace envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol {
  interface KeyValuePair {
    readonly metadata_namespace?: string | undefined;
    readonly key?: string | undefined;
  }
  interface Rule {
    readonly tlv_type?: number | undefined;
    readonly on_tlv_present?: envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol.KeyValuePair | undefined;
  }
}
export declare namespace envoy.extensions.filters.listener.tls_inspector.v3 {
  interface TlsInspector {
    readonly enable_ja3_fingerprinting?: google.protobuf.BoolValue | undefined;
    readonly initial_read_buffer_size?: google.protobuf.UInt32Value | undefined;
  }
}
export declare namespace envoy.extensions.filters.network.connection_limit.v3 {
  interface ConnectionLimit {
    readonly stat_prefix?: string | undefined;
    readonly max_connections?: google.protobuf.UInt64Value | undefined;
    readonly delay?: google.protobuf.Duration | undefined;
    readonly runtime_enabled?: envoy.config.core.v3.RuntimeFeatureFlag | undefined;
  }
}
export declare namespace envoy.extensions.filters.network.http_connection_manager.v3 {
  interface HttpConnectionManager {
    readonly codec_type?: envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.CodecType | undefined;
    readonly stat_prefix?: string | undefined;
    readonly rds?: envoy.extensions.filters.network.http_connection_manager.v3.Rds | undefined;
    readonly route_config?: envoy.config.route.v3.RouteConfiguration | undefined;
    readonly http_filters?: readonly envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter[] | undefined;
    readonly add_user_agent?: google.protobuf.BoolValue | undefined;
    readonly tracing?: envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.Tracing | undefined;
    readonly http_protocol_options?: envoy.config.core.v3.Http1ProtocolOptions | undefined;
    readonly http2_protocol_options?: envoy.config.core.v3.Http2ProtocolOptions | undefined;
    readonly server_name?: string | undefined;
    readonly drain_timeout?: google.protobuf.Duration | undefined;
    readonly access_log?: readonly envoy.config.accesslog.v3.AccessLog[] | undefined;
    readonly use_remote_address?: google.protobuf.BoolValue | undefined;
    readonly generate_request_id?: google.protobuf.BoolValue | undefined;
    readonly forward_client_cert_details?: envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ForwardClientCertDetails | undefined;
    readonly set_current_client_cert_details?: envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.SetCurrentClientCertDetails | undefined;
    readonly proxy_100_continue?: boolean | undefined;
    readonly xff_num_trusted_hops?: number | undefined;
    readonly represent_ipv4_remote_address_as_ipv4_mapped_ipv6?: boolean | undefined;
    readonly skip_xff_append?: boolean | undefined;
    readonly via?: string | undefined;
    readonly upgrade_configs?: readonly envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.UpgradeConfig[] | undefined;
    readonly stream_idle_timeout?: google.protobuf.Duration | undefined;
    readonly internal_address_config?: envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.InternalAddressConfig | undefined;
    readonly delayed_close_timeout?: google.protobuf.Duration | undefined;
    readonly request_timeout?: google.protobuf.Duration | undefined;
    readonly max_request_headers_kb?: google.protobuf.UInt32Value | undefined;
    readonly normalize_path?: google.protobuf.BoolValue | undefined;
    readonly scoped_routes?: envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes | undefined;
    readonly preserve_external_request_id?: boolean | undefined;
    readonly merge_slashes?: boolean | undefined;
    readonly server_header_transformation?: envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ServerHeaderTransformation | undefined;
    readonly common_http_protocol_options?: envoy.config.core.v3.HttpProtocolOptions | undefined;
    readonly request_id_extension?: envoy.extensions.filters.network.http_connection_manager.v3.RequestIDExtension | undefined;
    readonly always_set_request_id_in_response?: boolean | undefined;
    readonly local_reply_config?: envoy.extensions.filters.network.http_connection_manager.v3.LocalReplyConfig | undefined;
    readonly strip_matching_host_port?: boolean | undefined;
    readonly stream_error_on_invalid_http_message?: google.protobuf.BoolValue | undefined;
    readonly request_headers_timeout?: google.protobuf.Duration | undefined;
    readonly strip_any_host_port?: boolean | undefined;
    readonly path_normalization_options?: envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathNormalizationOptions | undefined;
    readonly http3_protocol_options?: envoy.config.core.v3.Http3ProtocolOptions | undefined;
    readonly path_with_escaped_slashes_action?: envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathWithEscapedSlashesAction | undefined;
    readonly original_ip_detection_extensions?: readonly envoy.config.core.v3.TypedExtensionConfig[] | undefined;
    readonly strip_trailing_host_dot?: boolean | undefined;
    readonly scheme_header_transformation?: envoy.config.core.v3.SchemeHeaderTransformation | undefined;
    readonly proxy_status_config?: envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ProxyStatusConfig | undefined;
    readonly typed_header_validation_config?: envoy.config.core.v3.TypedExtensionConfig | undefined;
    readonly append_x_forwarded_port?: boolean | undefined;
    readonly early_header_mutation_extensions?: readonly envoy.config.core.v3.TypedExtensionConfig[] | undefined;
    readonly add_proxy_protocol_connection_state?: google.protobuf.BoolValue | undefined;
    readonly access_log_flush_interval?: google.protobuf.Duration | undefined;
    readonly flush_access_log_on_new_request?: boolean | undefined;
    readonly access_log_options?: envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.HcmAccessLogOptions | undefined;
    readonly append_local_overload?: boolean | undefined;
  }
  interface HttpFilter {
    readonly name?: string | undefined;
    readonly typed_config?: google.protobuf.Any | undefined;
    readonly config_discovery?: envoy.config.core.v3.ExtensionConfigSource | undefined;
    readonly is_optional?: boolean | undefined;
    readonly disabled?: boolean | undefined;
  }
  interface LocalReplyConfig {
    readonly mappers?: readonly envoy.extensions.filters.network.http_connection_manager.v3.ResponseMapper[] | undefined;
    readonly body_format?: envoy.config.core.v3.SubstitutionFormatString | undefined;
  }
  interface Rds {
    readonly config_source?: envoy.config.core.v3.ConfigSource | undefined;
    readonly route_config_name?: string | undefined;
  }
  interface RequestIDExtension {
    readonly typed_config?: google.protobuf.Any | undefined;
  }
  interface ResponseMapper {
    readonly filter?: envoy.config.accesslog.v3.AccessLogFilter | undefined;
    readonly status_code?: google.protobuf.UInt32Value | undefined;
    readonly body?: envoy.config.core.v3.DataSource | undefined;
    readonly body_format_override?: envoy.config.core.v3.SubstitutionFormatString | undefined;
    readonly headers_to_add?: readonly envoy.config.core.v3.HeaderValueOption[] | undefined;
  }
  interface ScopedRds {
    readonly scoped_rds_config_source?: envoy.config.core.v3.ConfigSource | undefined;
    readonly srds_resources_locator?: string | undefined;
  }
  interface ScopedRouteConfigurationsList {
    readonly scoped_route_configurations?: readonly envoy.config.route.v3.ScopedRouteConfiguration[] | undefined;
  }
  interface ScopedRoutes {
    readonly name?: string | undefined;
    readonly scope_key_builder?: envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes.ScopeKeyBuilder | undefined;
    readonly rds_config_source?: envoy.config.core.v3.ConfigSource | undefined;
    readonly scoped_route_configurations_list?: envoy.extensions.filters.network.http_connection_manager.v3.ScopedRouteConfigurationsList | undefined;
    readonly scoped_rds?: envoy.extensions.filters.network.http_connection_manager.v3.ScopedRds | undefined;
  }
}
export declare namespace envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager {
  type CodecType = 'AUTO' | 'HTTP1' | 'HTTP2' | 'HTTP3' | number;
  type ForwardClientCertDetails = 'SANITIZE' | 'FORWARD_ONLY' | 'APPEND_FORWARD' | 'SANITIZE_SET' | 'ALWAYS_FORWARD_ONLY' | number;
  interface HcmAccessLogOptions {
    readonly access_log_flush_interval?: google.protobuf.Duration | undefined;
    readonly flush_access_log_on_new_request?: boolean | undefined;
    readonly flush_log_on_tunnel_successfully_established?: boolean | undefined;
  }
  interface InternalAddressConfig {
    readonly unix_sockets?: boolean | undefined;
    readonly cidr_ranges?: readonly envoy.config.core.v3.CidrRange[] | undefined;
  }
  interface PathNormalizationOptions {
    readonly forwarding_transformation?: envoy.type.http.v3.PathTransformation | undefined;
    readonly http_filter_transformation?: envoy.type.http.v3.PathTransformation | undefined;
  }
  type PathWithEscapedSlashesAction = 'IMPLEMENTATION_SPECIFIC_DEFAULT' | 'KEEP_UNCHANGED' | 'REJECT_REQUEST' | 'UNESCAPE_AND_REDIRECT' | 'UNESCAPE_AND_FORWARD' | number;
  interface ProxyStatusConfig {
    readonly remove_details?: boolean | undefined;
    readonly remove_connection_termination_details?: boolean | undefined;
    readonly remove_response_flags?: boolean | undefined;
    readonly set_recommended_response_code?: boolean | undefined;
    readonly use_node_id?: boolean | undefined;
    readonly literal_proxy_name?: string | undefined;
  }
  type ServerHeaderTransformation = 'OVERWRITE' | 'APPEND_IF_ABSENT' | 'PASS_THROUGH' | number;
  interface SetCurrentClientCertDetails {
    readonly subject?: google.protobuf.BoolValue | undefined;
    readonly cert?: boolean | undefined;
    readonly dns?: boolean | undefined;
    readonly uri?: boolean | undefined;
    readonly chain?: boolean | undefined;
  }
  interface Tracing {
    readonly client_sampling?: envoy.type.v3.Percent | undefined;
    readonly random_sampling?: envoy.type.v3.Percent | undefined;
    readonly overall_sampling?: envoy.type.v3.Percent | undefined;
    readonly verbose?: boolean | undefined;
    readonly max_path_tag_length?: google.protobuf.UInt32Value | undefined;
    readonly custom_tags?: readonly envoy.type.tracing.v3.CustomTag[] | undefined;
    readonly provider?: envoy.config.trace.v3.Tracing.Http | undefined;
    readonly spawn_upstream_span?: google.protobuf.BoolValue | undefined;
  }
  interface UpgradeConfig {
    readonly upgrade_type?: string | undefined;
    readonly filters?: readonly envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter[] | undefined;
    readonly enabled?: google.protobuf.BoolValue | undefined;
  }
}
export declare namespace envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes {
  interface ScopeKeyBuilder {
    readonly fragments?: readonly envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes.ScopeKeyBuilder.FragmentBuilder[] | undefined;
  }
}
export declare namespace envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes.ScopeKeyBuilder {
  interface FragmentBuilder {
    readonly header_value_extractor?: envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes.ScopeKeyBuilder.FragmentBuilder.HeaderValueExtractor | undefined;
  }
}
export declare namespace envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes.ScopeKeyBuilder.FragmentBuilder {
  interface HeaderValueExtractor {
    readonly name?: string | undefined;
    readonly element_separator?: string | undefined;
    readonly index?: number | undefined;
    readonly element?: envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes.ScopeKeyBuilder.FragmentBuilder.HeaderValueExtractor.KvElement | undefined;
  }
}
export declare namespace envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes.ScopeKeyBuilder.FragmentBuilder.HeaderValueExtractor {
  interface KvElement {
    readonly separator?: string | undefined;
    readonly key?: string | undefined;
  }
}
export declare namespace envoy.extensions.filters.network.rbac.v3 {
  interface RBAC {
    readonly rules?: envoy.config.rbac.v3.RBAC | undefined;
    readonly shadow_rules?: envoy.config.rbac.v3.RBAC | undefined;
    readonly stat_prefix?: string | undefined;
    readonly enforcement_type?: envoy.extensions.filters.network.rbac.v3.RBAC.EnforcementType | undefined;
    readonly shadow_rules_stat_prefix?: string | undefined;
    readonly matcher?: xds.type.matcher.v3.Matcher | undefined;
    readonly shadow_matcher?: xds.type.matcher.v3.Matcher | undefined;
  }
}
export declare namespace envoy.extensions.filters.network.rbac.v3.RBAC {
  type EnforcementType = 'ONE_TIME_ON_FIRST_BYTE' | 'CONTINUOUS' | number;
}
export declare namespace envoy.extensions.filters.network.tcp_proxy.v3 {
  interface TcpProxy {
    readonly stat_prefix?: string | undefined;
    readonly cluster?: string | undefined;
    readonly downstream_idle_timeout?: google.protobuf.Duration | undefined;
    readonly upstream_idle_timeout?: google.protobuf.Duration | undefined;
    readonly access_log?: readonly envoy.config.accesslog.v3.AccessLog[] | undefined;
    readonly max_connect_attempts?: google.protobuf.UInt32Value | undefined;
    readonly idle_timeout?: google.protobuf.Duration | undefined;
    readonly metadata_match?: envoy.config.core.v3.Metadata | undefined;
    readonly weighted_clusters?: envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.WeightedCluster | undefined;
    readonly hash_policy?: readonly envoy.type.v3.HashPolicy[] | undefined;
    readonly tunneling_config?: envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.TunnelingConfig | undefined;
    readonly max_downstream_connection_duration?: google.protobuf.Duration | undefined;
    readonly on_demand?: envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.OnDemand | undefined;
    readonly access_log_flush_interval?: google.protobuf.Duration | undefined;
    readonly flush_access_log_on_connected?: boolean | undefined;
    readonly access_log_options?: envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.TcpAccessLogOptions | undefined;
  }
}
export declare namespace envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy {
  interface OnDemand {
    readonly odcds_config?: envoy.config.core.v3.ConfigSource | undefined;
    readonly resources_locator?: string | undefined;
    readonly timeout?: google.protobuf.Duration | undefined;
  }
  interface TcpAccessLogOptions {
    readonly access_log_flush_interval?: google.protobuf.Duration | undefined;
    readonly flush_access_log_on_connected?: boolean | undefined;
  }
  interface TunnelingConfig {
    readonly hostname?: string | undefined;
    readonly use_post?: boolean | undefined;
    readonly headers_to_add?: readonly envoy.config.core.v3.HeaderValueOption[] | undefined;
    readonly propagate_response_headers?: boolean | undefined;
    readonly post_path?: string | undefined;
    readonly propagate_response_trailers?: boolean | undefined;
  }
  interface WeightedCluster {
    readonly clusters?: readonly envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.WeightedCluster.ClusterWeight[] | undefined;
  }
}
export declare namespace envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.WeightedCluster {
  interface ClusterWeight {
    readonly name?: string | undefined;
    readonly weight?: number | undefined;
    readonly metadata_match?: envoy.config.core.v3.Metadata | undefined;
  }
}
export declare namespace envoy.extensions.http.injected_credentials.generic.v3 {
  interface Generic {
    readonly credential?: envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig | undefined;
    readonly header?: string | undefined;
  }
}
export declare namespace envoy.extensions.http.original_ip_detection.xff.v3 {
  interface XffConfig {
    readonly xff_num_trusted_hops?: number | undefined;
  }
}
export declare namespace envoy.extensions.load_balancing_policies.client_side_weighted_round_robin.v3 {
  interface ClientSideWeightedRoundRobin {
    readonly enable_oob_load_report?: google.protobuf.BoolValue | undefined;
    readonly oob_reporting_period?: google.protobuf.Duration | undefined;
    readonly blackout_period?: google.protobuf.Duration | undefined;
    readonly weight_expiration_period?: google.protobuf.Duration | undefined;
    readonly weight_update_period?: google.protobuf.Duration | undefined;
    readonly error_utilization_penalty?: google.protobuf.FloatValue | undefined;
  }
}
export declare namespace envoy.extensions.load_balancing_policies.common.v3 {
  interface ConsistentHashingLbConfig {
    readonly use_hostname_for_hashing?: boolean | undefined;
    readonly hash_balance_factor?: google.protobuf.UInt32Value | undefined;
  }
  interface LocalityLbConfig {
    readonly zone_aware_lb_config?: envoy.extensions.load_balancing_policies.common.v3.LocalityLbConfig.ZoneAwareLbConfig | undefined;
    readonly locality_weighted_lb_config?: envoy.extensions.load_balancing_policies.common.v3.LocalityLbConfig.LocalityWeightedLbConfig | undefined;
  }
  interface SlowStartConfig {
    readonly slow_start_window?: google.protobuf.Duration | undefined;
    readonly aggression?: envoy.config.core.v3.RuntimeDouble | undefined;
    readonly min_weight_percent?: envoy.type.v3.Percent | undefined;
  }
}
export declare namespace envoy.extensions.load_balancing_policies.common.v3.LocalityLbConfig {
  interface LocalityWeightedLbConfig {
    readonly [field: string]: never;
  }
  interface ZoneAwareLbConfig {
    readonly routing_enabled?: envoy.type.v3.Percent | undefined;
    readonly min_cluster_size?: google.protobuf.UInt64Value | undefined;
    readonly fail_traffic_on_panic?: boolean | undefined;
  }
}
export declare namespace envoy.extensions.load_balancing_policies.least_request.v3 {
  interface LeastRequest {
    readonly choice_count?: google.protobuf.UInt32Value | undefined;
    readonly active_request_bias?: envoy.config.core.v3.RuntimeDouble | undefined;
    readonly slow_start_config?: envoy.extensions.load_balancing_policies.common.v3.SlowStartConfig | undefined;
    readonly locality_lb_config?: envoy.extensions.load_balancing_policies.common.v3.LocalityLbConfig | undefined;
    readonly enable_full_scan?: google.protobuf.BoolValue | undefined;
    readonly selection_method?: envoy.extensions.load_balancing_policies.least_request.v3.LeastRequest.SelectionMethod | undefined;
  }
}
export declare namespace envoy.extensions.load_balancing_policies.least_request.v3.LeastRequest {
  type SelectionMethod = 'N_CHOICES' | 'FULL_SCAN' | number;
}
export declare namespace envoy.extensions.load_balancing_policies.maglev.v3 {
  interface Maglev {
    readonly table_size?: google.protobuf.UInt64Value | undefined;
    readonly consistent_hashing_lb_config?: envoy.extensions.load_balancing_policies.common.v3.ConsistentHashingLbConfig | undefined;
    readonly locality_weighted_lb_config?: envoy.extensions.load_balancing_policies.common.v3.LocalityLbConfig.LocalityWeightedLbConfig | undefined;
  }
}
export declare namespace envoy.extensions.load_balancing_policies.pick_first.v3 {
  interface PickFirst {
    readonly shuffle_address_list?: boolean | undefined;
  }
}
export declare namespace envoy.extensions.load_balancing_policies.random.v3 {
  interface Random {
    readonly locality_lb_config?: envoy.extensions.load_balancing_policies.common.v3.LocalityLbConfig | undefined;
  }
}
export declare namespace envoy.extensions.load_balancing_policies.ring_hash.v3 {
  interface RingHash {
    readonly hash_function?: envoy.extensions.load_balancing_policies.ring_hash.v3.RingHash.HashFunction | undefined;
    readonly minimum_ring_size?: google.protobuf.UInt64Value | undefined;
    readonly maximum_ring_size?: google.protobuf.UInt64Value | undefined;
    readonly use_hostname_for_hashing?: boolean | undefined;
    readonly hash_balance_factor?: google.protobuf.UInt32Value | undefined;
    readonly consistent_hashing_lb_config?: envoy.extensions.load_balancing_policies.common.v3.ConsistentHashingLbConfig | undefined;
    readonly locality_weighted_lb_config?: envoy.extensions.load_balancing_policies.common.v3.LocalityLbConfig.LocalityWeightedLbConfig | undefined;
  }
}
export declare namespace envoy.extensions.load_balancing_policies.ring_hash.v3.RingHash {
  type HashFunction = 'DEFAULT_HASH' | 'XX_HASH' | 'MURMUR_HASH_2' | number;
}
export declare namespace envoy.extensions.load_balancing_policies.round_robin.v3 {
  interface RoundRobin {
    readonly slow_start_config?: envoy.extensions.load_balancing_policies.common.v3.SlowStartConfig | undefined;
    readonly locality_lb_config?: envoy.extensions.load_balancing_policies.common.v3.LocalityLbConfig | undefined;
  }
}
export declare namespace envoy.extensions.load_balancing_policies.wrr_locality.v3 {
  interface WrrLocality {
    readonly endpoint_picking_policy?: envoy.config.cluster.v3.LoadBalancingPolicy | undefined;
  }
}
export declare namespace envoy.extensions.network.dns_resolver.cares.v3 {
  interface CaresDnsResolverConfig {
    readonly resolvers?: readonly envoy.config.core.v3.Address[] | undefined;
    readonly dns_resolver_options?: envoy.config.core.v3.DnsResolverOptions | undefined;
    readonly use_resolvers_as_fallback?: boolean | undefined;
    readonly filter_unroutable_families?: boolean | undefined;
    readonly udp_max_queries?: google.protobuf.UInt32Value | undefined;
  }
}
export declare namespace envoy.extensions.request_id.uuid.v3 {
  interface UuidRequestIdConfig {
    readonly pack_trace_reason?: google.protobuf.BoolValue | undefined;
    readonly use_request_id_for_trace_sampling?: google.protobuf.BoolValue | undefined;
  }
}
export declare namespace envoy.extensions.resource_monitors.downstream_connections.v3 {
  interface DownstreamConnectionsConfig {
    readonly max_active_downstream_connections?: number | string | undefined;
  }
}
export declare namespace envoy.extensions.resource_monitors.fixed_heap.v3 {
  interface FixedHeapConfig {
    readonly max_heap_size_bytes?: number | string | undefined;
  }
}
export declare namespace envoy.extensions.retry.host.previous_hosts.v3 {
  interface PreviousHostsPredicate {
    readonly [field: string]: never;
  }
}
export declare namespace envoy.extensions.retry.priority.previous_priorities.v3 {
  interface PreviousPrioritiesConfig {
    readonly update_frequency?: number | undefined;
  }
}
export declare namespace envoy.extensions.router.cluster_specifiers.matcher.v3 {
  interface ClusterAction {
    readonly cluster?: string | undefined;
  }
  interface MatcherClusterSpecifier {
    readonly cluster_matcher?: xds.type.matcher.v3.Matcher | undefined;
  }
}
export declare namespace envoy.extensions.transport_sockets.raw_buffer.v3 {
  interface RawBuffer {
    readonly [field: string]: never;
  }
}
export declare namespace envoy.extensions.transport_sockets.tls.v3 {
  interface CertificateProviderPluginInstance {
    readonly instance_name?: string | undefined;
    readonly certificate_name?: string | undefined;
  }
  interface CertificateValidationContext {
    readonly trusted_ca?: envoy.config.core.v3.DataSource | undefined;
    readonly verify_certificate_hash?: readonly string[] | undefined;
    readonly verify_certificate_spki?: readonly string[] | undefined;
    readonly require_signed_certificate_timestamp?: google.protobuf.BoolValue | undefined;
    readonly crl?: envoy.config.core.v3.DataSource | undefined;
    readonly allow_expired_certificate?: boolean | undefined;
    readonly match_subject_alt_names?: readonly envoy.type.matcher.v3.StringMatcher[] | undefined;
    readonly trust_chain_verification?: envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext.TrustChainVerification | undefined;
    readonly watched_directory?: envoy.config.core.v3.WatchedDirectory | undefined;
    readonly custom_validator_config?: envoy.config.core.v3.TypedExtensionConfig | undefined;
    readonly ca_certificate_provider_instance?: envoy.extensions.transport_sockets.tls.v3.CertificateProviderPluginInstance | undefined;
    readonly only_verify_leaf_cert_crl?: boolean | undefined;
    readonly match_typed_subject_alt_names?: readonly envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher[] | undefined;
    readonly max_verify_depth?: google.protobuf.UInt32Value | undefined;
    readonly system_root_certs?: envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext.SystemRootCerts | undefined;
  }
  interface CommonTlsContext {
    readonly tls_params?: envoy.extensions.transport_sockets.tls.v3.TlsParameters | undefined;
    readonly tls_certificates?: readonly envoy.extensions.transport_sockets.tls.v3.TlsCertificate[] | undefined;
    readonly validation_context?: envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext | undefined;
    readonly alpn_protocols?: readonly string[] | undefined;
    readonly tls_certificate_sds_secret_configs?: readonly envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig[] | undefined;
    readonly validation_context_sds_secret_config?: envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig | undefined;
    readonly combined_validation_context?: envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext | undefined;
    readonly tls_certificate_certificate_provider?: envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CertificateProvider | undefined;
    readonly validation_context_certificate_provider?: envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CertificateProvider | undefined;
    readonly tls_certificate_certificate_provider_instance?: envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CertificateProviderInstance | undefined;
    readonly validation_context_certificate_provider_instance?: envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CertificateProviderInstance | undefined;
    readonly custom_handshaker?: envoy.config.core.v3.TypedExtensionConfig | undefined;
    readonly tls_certificate_provider_instance?: envoy.extensions.transport_sockets.tls.v3.CertificateProviderPluginInstance | undefined;
    readonly key_log?: envoy.extensions.transport_sockets.tls.v3.TlsKeyLog | undefined;
  }
  interface DownstreamTlsContext {
    readonly common_tls_context?: envoy.extensions.transport_sockets.tls.v3.CommonTlsContext | undefined;
    readonly require_client_certificate?: google.protobuf.BoolValue | undefined;
    readonly require_sni?: google.protobuf.BoolValue | undefined;
    readonly session_ticket_keys?: envoy.extensions.transport_sockets.tls.v3.TlsSessionTicketKeys | undefined;
    readonly session_ticket_keys_sds_secret_config?: envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig | undefined;
    readonly session_timeout?: google.protobuf.Duration | undefined;
    readonly disable_stateless_session_resumption?: boolean | undefined;
    readonly ocsp_staple_policy?: envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext.OcspStaplePolicy | undefined;
    readonly full_scan_certs_on_sni_mismatch?: google.protobuf.BoolValue | undefined;
    readonly disable_stateful_session_resumption?: boolean | undefined;
  }
  interface GenericSecret {
    readonly secret?: envoy.config.core.v3.DataSource | undefined;
  }
  interface PrivateKeyProvider {
    readonly provider_name?: string | undefined;
    readonly typed_config?: google.protobuf.Any | undefined;
    readonly fallback?: boolean | undefined;
  }
  interface SdsSecretConfig {
    readonly name?: string | undefined;
    readonly sds_config?: envoy.config.core.v3.ConfigSource | undefined;
  }
  interface Secret {
    readonly name?: string | undefined;
    readonly tls_certificate?: envoy.extensions.transport_sockets.tls.v3.TlsCertificate | undefined;
    readonly session_ticket_keys?: envoy.extensions.transport_sockets.tls.v3.TlsSessionTicketKeys | undefined;
    readonly validation_context?: envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext | undefined;
    readonly generic_secret?: envoy.extensions.transport_sockets.tls.v3.GenericSecret | undefined;
  }
  interface SubjectAltNameMatcher {
    readonly san_type?: envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher.SanType | undefined;
    readonly matcher?: envoy.type.matcher.v3.StringMatcher | undefined;
    readonly oid?: string | undefined;
  }
  interface TlsCertificate {
    readonly certificate_chain?: envoy.config.core.v3.DataSource | undefined;
    readonly private_key?: envoy.config.core.v3.DataSource | undefined;
    readonly password?: envoy.config.core.v3.DataSource | undefined;
    readonly ocsp_staple?: envoy.config.core.v3.DataSource | undefined;
    readonly signed_certificate_timestamp?: readonly envoy.config.core.v3.DataSource[] | undefined;
    readonly private_key_provider?: envoy.extensions.transport_sockets.tls.v3.PrivateKeyProvider | undefined;
    readonly watched_directory?: envoy.config.core.v3.WatchedDirectory | undefined;
    readonly pkcs12?: envoy.config.core.v3.DataSource | undefined;
  }
  interface TlsKeyLog {
    readonly path?: string | undefined;
    readonly local_address_range?: readonly envoy.config.core.v3.CidrRange[] | undefined;
    readonly remote_address_range?: readonly envoy.config.core.v3.CidrRange[] | undefined;
  }
  interface TlsParameters {
    readonly tls_minimum_protocol_version?: envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol | undefined;
    readonly tls_maximum_protocol_version?: envoy.extensions.transport_sockets.tls.v3.TlsParameters.TlsProtocol | undefined;
    readonly cipher_suites?: readonly string[] | undefined;
    readonly ecdh_curves?: readonly string[] | undefined;
    readonly signature_algorithms?: readonly string[] | undefined;
  }
  interface TlsSessionTicketKeys {
    readonly keys?: readonly envoy.config.core.v3.DataSource[] | undefined;
  }
  interface UpstreamTlsContext {
    readonly common_tls_context?: envoy.extensions.transport_sockets.tls.v3.CommonTlsContext | undefined;
    readonly sni?: string | undefined;
    readonly allow_renegotiation?: boolean | undefined;
    readonly max_session_keys?: google.protobuf.UInt32Value | undefined;
    readonly enforce_rsa_key_usage?: google.protobuf.BoolValue | undefined;
  }
}
export declare namespace envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext {
  interface SystemRootCerts {
    readonly [field: string]: never;
  }
  type TrustChainVerification = 'VERIFY_TRUST_CHAIN' | 'ACCEPT_UNTRUSTED' | number;
}
export declare namespace envoy.extensions.transport_sockets.tls.v3.CommonTlsContext {
  interface CertificateProvider {
    readonly name?: string | undefined;
    readonly typed_config?: envoy.config.core.v3.TypedExtensionConfig | undefined;
  }
  interface CertificateProviderInstance {
    readonly instance_name?: string | undefined;
    readonly certificate_name?: string | undefined;
  }
  interface CombinedCertificateValidationContext {
    readonly default_validation_context?: envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext | undefined;
    readonly validation_context_sds_secret_config?: envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig | undefined;
    readonly validation_context_certificate_provider?: envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CertificateProvider | undefined;
    readonly validation_context_certificate_provider_instance?: envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CertificateProviderInstance | undefined;
  }
}
export declare namespace envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext {
  type OcspStaplePolicy = 'LENIENT_STAPLING' | 'STRICT_STAPLING' | 'MUST_STAPLE' | number;
}
export declare namespace envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher {
  type SanType = 'SAN_TYPE_UNSPECIFIED' | 'EMAIL' | 'DNS' | 'URI' | 'IP_ADDRESS' | 'OTHER_NAME' | number;
}
export declare namespace envoy.extensions.transport_sockets.tls.v3.TlsParameters {
  type TlsProtocol = 'TLS_AUTO' | 'TLSv1_0' | 'TLSv1_1' | 'TLSv1_2' | 'TLSv1_3' | number;
}
export declare namespace envoy.extensions.upstreams.http.v3 {
  interface HttpProtocolOptions {
    readonly common_http_protocol_options?: envoy.config.core.v3.HttpProtocolOptions | undefined;
    readonly upstream_http_protocol_options?: envoy.config.core.v3.UpstreamHttpProtocolOptions | undefined;
    readonly explicit_http_config?: envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig | undefined;
    readonly use_downstream_protocol_config?: envoy.extensions.upstreams.http.v3.HttpProtocolOptions.UseDownstreamHttpConfig | undefined;
    readonly auto_config?: envoy.extensions.upstreams.http.v3.HttpProtocolOptions.AutoHttpConfig | undefined;
    readonly http_filters?: readonly envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter[] | undefined;
    readonly header_validation_config?: envoy.config.core.v3.TypedExtensionConfig | undefined;
  }
}
export declare namespace envoy.extensions.upstreams.http.v3.HttpProtocolOptions {
  interface AutoHttpConfig {
    readonly http_protocol_options?: envoy.config.core.v3.Http1ProtocolOptions | undefined;
    readonly http2_protocol_options?: envoy.config.core.v3.Http2ProtocolOptions | undefined;
    readonly http3_protocol_options?: envoy.config.core.v3.Http3ProtocolOptions | undefined;
    readonly alternate_protocols_cache_options?: envoy.config.core.v3.AlternateProtocolsCacheOptions | undefined;
  }
  interface ExplicitHttpConfig {
    readonly http_protocol_options?: envoy.config.core.v3.Http1ProtocolOptions | undefined;
    readonly http2_protocol_options?: envoy.config.core.v3.Http2ProtocolOptions | undefined;
    readonly http3_protocol_options?: envoy.config.core.v3.Http3ProtocolOptions | undefined;
  }
  interface UseDownstreamHttpConfig {
    readonly http_protocol_options?: envoy.config.core.v3.Http1ProtocolOptions | undefined;
    readonly http2_protocol_options?: envoy.config.core.v3.Http2ProtocolOptions | undefined;
    readonly http3_protocol_options?: envoy.config.core.v3.Http3ProtocolOptions | undefined;
  }
}
export declare namespace envoy.service.discovery.v3 {
  interface DeltaDiscoveryRequest {
    readonly node?: envoy.config.core.v3.Node | undefined;
    readonly type_url?: string | undefined;
    readonly resource_names_subscribe?: readonly string[] | undefined;
    readonly resource_names_unsubscribe?: readonly string[] | undefined;
    readonly initial_resource_versions?: { readonly [key: string]: string } | undefined;
    readonly response_nonce?: string | undefined;
    readonly error_detail?: google.rpc.Status | undefined;
    readonly resource_locators_subscribe?: readonly envoy.service.discovery.v3.ResourceLocator[] | undefined;
    readonly resource_locators_unsubscribe?: readonly envoy.service.discovery.v3.ResourceLocator[] | undefined;
  }
  interface DeltaDiscoveryResponse {
    readonly system_version_info?: string | undefined;
    readonly resources?: readonly envoy.service.discovery.v3.Resource[] | undefined;
    readonly type_url?: string | undefined;
    readonly nonce?: string | undefined;
    readonly removed_resources?: readonly string[] | undefined;
    readonly control_plane?: envoy.config.core.v3.ControlPlane | undefined;
    readonly removed_resource_names?: readonly envoy.service.discovery.v3.ResourceName[] | undefined;
  }
  interface DiscoveryRequest {
    readonly version_info?: string | undefined;
    readonly node?: envoy.config.core.v3.Node | undefined;
    readonly resource_names?: readonly string[] | undefined;
    readonly type_url?: string | undefined;
    readonly response_nonce?: string | undefined;
    readonly error_detail?: google.rpc.Status | undefined;
    readonly resource_locators?: readonly envoy.service.discovery.v3.ResourceLocator[] | undefined;
  }
  interface DiscoveryResponse {
    readonly version_info?: string | undefined;
    readonly resources?: readonly google.protobuf.Any[] | undefined;
    readonly canary?: boolean | undefined;
    readonly type_url?: string | undefined;
    readonly nonce?: string | undefined;
    readonly control_plane?: envoy.config.core.v3.ControlPlane | undefined;
  }
  interface DynamicParameterConstraints {
    readonly constraint?: envoy.service.discovery.v3.DynamicParameterConstraints.SingleConstraint | undefined;
    readonly or_constraints?: envoy.service.discovery.v3.DynamicParameterConstraints.ConstraintList | undefined;
    readonly and_constraints?: envoy.service.discovery.v3.DynamicParameterConstraints.ConstraintList | undefined;
    readonly not_constraints?: envoy.service.discovery.v3.DynamicParameterConstraints | undefined;
  }
  interface Resource {
    readonly version?: string | undefined;
    readonly resource?: google.protobuf.Any | undefined;
    readonly name?: string | undefined;
    readonly aliases?: readonly string[] | undefined;
    readonly ttl?: google.protobuf.Duration | undefined;
    readonly cache_control?: envoy.service.discovery.v3.Resource.CacheControl | undefined;
    readonly resource_name?: envoy.service.discovery.v3.ResourceName | undefined;
    readonly metadata?: envoy.config.core.v3.Metadata | undefined;
  }
  interface ResourceLocator {
    readonly name?: string | undefined;
    readonly dynamic_parameters?: { readonly [key: string]: string } | undefined;
  }
  interface ResourceName {
    readonly name?: string | undefined;
    readonly dynamic_parameter_constraints?: envoy.service.discovery.v3.DynamicParameterConstraints | undefined;
  }
}
export declare namespace envoy.service.discovery.v3.DynamicParameterConstraints {
  interface ConstraintList {
    readonly constraints?: readonly envoy.service.discovery.v3.DynamicParameterConstraints[] | undefined;
  }
  interface SingleConstraint {
    readonly key?: string | undefined;
    readonly value?: string | undefined;
    readonly exists?: envoy.service.discovery.v3.DynamicParameterConstraints.SingleConstraint.Exists | undefined;
  }
}
export declare namespace envoy.service.discovery.v3.DynamicParameterConstraints.SingleConstraint {
  interface Exists {
    readonly [field: string]: never;
  }
}
export declare namespace envoy.service.discovery.v3.Resource {
  interface CacheControl {
    readonly do_not_cache?: boolean | undefined;
  }
}
export declare namespace envoy.service.load_stats.v3 {
  interface LoadStatsRequest {
    readonly node?: envoy.config.core.v3.Node | undefined;
    readonly cluster_stats?: readonly envoy.config.endpoint.v3.ClusterStats[] | undefined;
  }
  interface LoadStatsResponse {
    readonly clusters?: readonly string[] | undefined;
    readonly load_reporting_interval?: google.protobuf.Duration | undefined;
    readonly report_endpoint_granularity?: boolean | undefined;
    readonly send_all_clusters?: boolean | undefined;
  }
}
export declare namespace envoy.service.runtime.v3 {
  interface Runtime {
    readonly name?: string | undefined;
    readonly layer?: google.protobuf.Struct | undefined;
  }
}
export declare namespace envoy.service.status.v3 {
  interface ClientConfig {
    readonly node?: envoy.config.core.v3.Node | undefined;
    readonly xds_config?: readonly envoy.service.status.v3.PerXdsConfig[] | undefined;
    readonly generic_xds_configs?: readonly envoy.service.status.v3.ClientConfig.GenericXdsConfig[] | undefined;
    readonly client_scope?: string | undefined;
  }
  type ClientConfigStatus = 'CLIENT_UNKNOWN' | 'CLIENT_REQUESTED' | 'CLIENT_ACKED' | 'CLIENT_NACKED' | number;
  interface ClientStatusRequest {
    readonly node_matchers?: readonly envoy.type.matcher.v3.NodeMatcher[] | undefined;
    readonly node?: envoy.config.core.v3.Node | undefined;
    readonly exclude_resource_contents?: boolean | undefined;
  }
  interface ClientStatusResponse {
    readonly config?: readonly envoy.service.status.v3.ClientConfig[] | undefined;
  }
  type ConfigStatus = 'UNKNOWN' | 'SYNCED' | 'NOT_SENT' | 'STALE' | 'ERROR' | number;
  interface PerXdsConfig {
    readonly status?: envoy.service.status.v3.ConfigStatus | undefined;
    readonly listener_config?: envoy.admin.v3.ListenersConfigDump | undefined;
    readonly cluster_config?: envoy.admin.v3.ClustersConfigDump | undefined;
    readonly route_config?: envoy.admin.v3.RoutesConfigDump | undefined;
    readonly scoped_route_config?: envoy.admin.v3.ScopedRoutesConfigDump | undefined;
    readonly endpoint_config?: envoy.admin.v3.EndpointsConfigDump | undefined;
    readonly client_status?: envoy.service.status.v3.ClientConfigStatus | undefined;
  }
}
export declare namespace envoy.service.status.v3.ClientConfig {
  interface GenericXdsConfig {
    readonly type_url?: string | undefined;
    readonly name?: string | undefined;
    readonly version_info?: string | undefined;
    readonly xds_config?: google.protobuf.Any | undefined;
    readonly last_updated?: google.protobuf.Timestamp | undefined;
    readonly config_status?: envoy.service.status.v3.ConfigStatus | undefined;
    readonly client_status?: envoy.admin.v3.ClientResourceStatus | undefined;
    readonly error_state?: envoy.admin.v3.UpdateFailureState | undefined;
    readonly is_static_resource?: boolean | undefined;
  }
}
export declare namespace envoy.type.http.v3 {
  interface PathTransformation {
    readonly operations?: readonly envoy.type.http.v3.PathTransformation.Operation[] | undefined;
  }
}
export declare namespace envoy.type.http.v3.PathTransformation {
  interface Operation {
    readonly normalize_path_rfc_3986?: envoy.type.http.v3.PathTransformation.Operation.NormalizePathRFC3986 | undefined;
    readonly merge_slashes?: envoy.type.http.v3.PathTransformation.Operation.MergeSlashes | undefined;
  }
}
export declare namespace envoy.type.http.v3.PathTransformation.Operation {
  interface MergeSlashes {
    readonly [field: string]: never;
  }
  interface NormalizePathRFC3986 {
    readonly [field: string]: never;
  }
}
export declare namespace envoy.type.matcher.v3 {
  interface DoubleMatcher {
    readonly range?: envoy.type.v3.DoubleRange | undefined;
    readonly exact?: number | string | undefined;
  }
  interface FilterStateMatcher {
    readonly key?: string | undefined;
    readonly string_match?: envoy.type.matcher.v3.StringMatcher | undefined;
  }
  interface HttpRequestHeaderMatchInput {
    readonly header_name?: string | undefined;
  }
  interface HttpRequestQueryParamMatchInput {
    readonly query_param?: string | undefined;
  }
  interface ListMatcher {
    readonly one_of?: envoy.type.matcher.v3.ValueMatcher | undefined;
  }
  interface ListStringMatcher {
    readonly patterns?: readonly envoy.type.matcher.v3.StringMatcher[] | undefined;
  }
  interface MetadataMatcher {
    readonly filter?: string | undefined;
    readonly path?: readonly envoy.type.matcher.v3.MetadataMatcher.PathSegment[] | undefined;
    readonly value?: envoy.type.matcher.v3.ValueMatcher | undefined;
    readonly invert?: boolean | undefined;
  }
  interface NodeMatcher {
    readonly node_id?: envoy.type.matcher.v3.StringMatcher | undefined;
    readonly node_metadatas?: readonly envoy.type.matcher.v3.StructMatcher[] | undefined;
  }
  interface OrMatcher {
    readonly value_matchers?: readonly envoy.type.matcher.v3.ValueMatcher[] | undefined;
  }
  interface PathMatcher {
    readonly path?: envoy.type.matcher.v3.StringMatcher | undefined;
  }
  interface RegexMatchAndSubstitute {
    readonly pattern?: envoy.type.matcher.v3.RegexMatcher | undefined;
    readonly substitution?: string | undefined;
  }
  interface RegexMatcher {
    readonly google_re2?: envoy.type.matcher.v3.RegexMatcher.GoogleRE2 | undefined;
    readonly regex?: string | undefined;
  }
  interface StringMatcher {
    readonly exact?: string | undefined;
    readonly prefix?: string | undefined;
    readonly suffix?: string | undefined;
    readonly safe_regex?: envoy.type.matcher.v3.RegexMatcher | undefined;
    readonly ignore_case?: boolean | undefined;
    readonly contains?: string | undefined;
    readonly custom?: xds.core.v3.TypedExtensionConfig | undefined;
  }
  interface StructMatcher {
    readonly path?: readonly envoy.type.matcher.v3.StructMatcher.PathSegment[] | undefined;
    readonly value?: envoy.type.matcher.v3.ValueMatcher | undefined;
  }
  interface ValueMatcher {
    readonly null_match?: envoy.type.matcher.v3.ValueMatcher.NullMatch | undefined;
    readonly double_match?: envoy.type.matcher.v3.DoubleMatcher | undefined;
    readonly string_match?: envoy.type.matcher.v3.StringMatcher | undefined;
    readonly bool_match?: boolean | undefined;
    readonly present_match?: boolean | undefined;
    readonly list_match?: envoy.type.matcher.v3.ListMatcher | undefined;
    readonly or_match?: envoy.type.matcher.v3.OrMatcher | undefined;
  }
}
export declare namespace envoy.type.matcher.v3.MetadataMatcher {
  interface PathSegment {
    readonly key?: string | undefined;
  }
}
export declare namespace envoy.type.matcher.v3.RegexMatcher {
  interface GoogleRE2 {
    readonly max_program_size?: google.protobuf.UInt32Value | undefined;
  }
}
export declare namespace envoy.type.matcher.v3.StructMatcher {
  interface PathSegment {
    readonly key?: string | undefined;
  }
}
export declare namespace envoy.type.matcher.v3.ValueMatcher {
  interface NullMatch {
    readonly [field: string]: never;
  }
}
export declare namespace envoy.type.metadata.v3 {
  interface MetadataKey {
    readonly key?: string | undefined;
    readonly path?: readonly envoy.type.metadata.v3.MetadataKey.PathSegment[] | undefined;
  }
  interface MetadataKind {
    readonly request?: envoy.type.metadata.v3.MetadataKind.Request | undefined;
    readonly route?: envoy.type.metadata.v3.MetadataKind.Route | undefined;
    readonly cluster?: envoy.type.metadata.v3.MetadataKind.Cluster | undefined;
    readonly host?: envoy.type.metadata.v3.MetadataKind.Host | undefined;
  }
}
export declare namespace envoy.type.metadata.v3.MetadataKey {
  interface PathSegment {
    readonly key?: string | undefined;
  }
}
export declare namespace envoy.type.metadata.v3.MetadataKind {
  interface Cluster {
    readonly [field: string]: never;
  }
  interface Host {
    readonly [field: string]: never;
  }
  interface Request {
    readonly [field: string]: never;
  }
  interface Route {
    readonly [field: string]: never;
  }
}
export declare namespace envoy.type.tracing.v3 {
  interface CustomTag {
    readonly tag?: string | undefined;
    readonly literal?: envoy.type.tracing.v3.CustomTag.Literal | undefined;
    readonly environment?: envoy.type.tracing.v3.CustomTag.Environment | undefined;
    readonly request_header?: envoy.type.tracing.v3.CustomTag.Header | undefined;
    readonly metadata?: envoy.type.tracing.v3.CustomTag.Metadata | undefined;
  }
}
export declare namespace envoy.type.tracing.v3.CustomTag {
  interface Environment {
    readonly name?: string | undefined;
    readonly default_value?: string | undefined;
  }
  interface Header {
    readonly name?: string | undefined;
    readonly default_value?: string | undefined;
  }
  interface Literal {
    readonly value?: string | undefined;
  }
  interface Metadata {
    readonly kind?: envoy.type.metadata.v3.MetadataKind | undefined;
    readonly metadata_key?: envoy.type.metadata.v3.MetadataKey | undefined;
    readonly default_value?: string | undefined;
  }
}
export declare namespace envoy.type.v3 {
  type CodecClientType = 'HTTP1' | 'HTTP2' | 'HTTP3' | number;
  interface DoubleRange {
    readonly start?: number | string | undefined;
    readonly end?: number | string | undefined;
  }
  interface FractionalPercent {
    readonly numerator?: number | undefined;
    readonly denominator?: envoy.type.v3.FractionalPercent.DenominatorType | undefined;
  }
  interface HashPolicy {
    readonly source_ip?: envoy.type.v3.HashPolicy.SourceIp | undefined;
    readonly filter_state?: envoy.type.v3.HashPolicy.FilterState | undefined;
  }
  interface HttpStatus {
    readonly code?: envoy.type.v3.StatusCode | undefined;
  }
  interface Int32Range {
    readonly start?: number | undefined;
    readonly end?: number | undefined;
  }
  interface Int64Range {
    readonly start?: number | string | undefined;
    readonly end?: number | string | undefined;
  }
  interface Percent {
    readonly value?: number | string | undefined;
  }
  interface SemanticVersion {
    readonly major_number?: number | undefined;
    readonly minor_number?: number | undefined;
    readonly patch?: number | undefined;
  }
  type StatusCode = 'Empty' | 'Continue' | 'OK' | 'Created' | 'Accepted' | 'NonAuthoritativeInformation' | 'NoContent' | 'ResetContent' | 'PartialContent' | 'MultiStatus' | 'AlreadyReported' | 'IMUsed' | 'MultipleChoices' | 'MovedPermanently' | 'Found' | 'SeeOther' | 'NotModified' | 'UseProxy' | 'TemporaryRedirect' | 'PermanentRedirect' | 'BadRequest' | 'Unauthorized' | 'PaymentRequired' | 'Forbidden' | 'NotFound' | 'MethodNotAllowed' | 'NotAcceptable' | 'ProxyAuthenticationRequired' | 'RequestTimeout' | 'Conflict' | 'Gone' | 'LengthRequired' | 'PreconditionFailed' | 'PayloadTooLarge' | 'URITooLong' | 'UnsupportedMediaType' | 'RangeNotSatisfiable' | 'ExpectationFailed' | 'MisdirectedRequest' | 'UnprocessableEntity' | 'Locked' | 'FailedDependency' | 'UpgradeRequired' | 'PreconditionRequired' | 'TooManyRequests' | 'RequestHeaderFieldsTooLarge' | 'InternalServerError' | 'NotImplemented' | 'BadGateway' | 'ServiceUnavailable' | 'GatewayTimeout' | 'HTTPVersionNotSupported' | 'VariantAlsoNegotiates' | 'InsufficientStorage' | 'LoopDetected' | 'NotExtended' | 'NetworkAuthenticationRequired' | number;
  interface TokenBucket {
    readonly max_tokens?: number | undefined;
    readonly tokens_per_fill?: google.protobuf.UInt32Value | undefined;
    readonly fill_interval?: google.protobuf.Duration | undefined;
  }
}
export declare namespace envoy.type.v3.FractionalPercent {
  type DenominatorType = 'HUNDRED' | 'TEN_THOUSAND' | 'MILLION' | number;
}
export declare namespace envoy.type.v3.HashPolicy {
  interface FilterState {
    readonly key?: string | undefined;
  }
  interface SourceIp {
    readonly [field: string]: never;
  }
}
export declare namespace google.api.expr.v1alpha1 {
  interface CheckedExpr {
    readonly reference_map?: { readonly [key: string]: google.api.expr.v1alpha1.Reference } | undefined;
    readonly type_map?: { readonly [key: string]: google.api.expr.v1alpha1.Type } | undefined;
    readonly expr?: google.api.expr.v1alpha1.Expr | undefined;
    readonly source_info?: google.api.expr.v1alpha1.SourceInfo | undefined;
  }
  interface Constant {
    readonly null_value?: google.protobuf.NullValue | undefined;
    readonly bool_value?: boolean | undefined;
    readonly int64_value?: number | string | undefined;
    readonly uint64_value?: number | string | undefined;
    readonly double_value?: number | string | undefined;
    readonly string_value?: string | undefined;
    readonly bytes_value?: string | undefined;
    readonly duration_value?: google.protobuf.Duration | undefined;
    readonly timestamp_value?: google.protobuf.Timestamp | undefined;
  }
  interface Expr {
    readonly id?: number | string | undefined;
    readonly const_expr?: google.api.expr.v1alpha1.Constant | undefined;
    readonly ident_expr?: google.api.expr.v1alpha1.Expr.Ident | undefined;
    readonly select_expr?: google.api.expr.v1alpha1.Expr.Select | undefined;
    readonly call_expr?: google.api.expr.v1alpha1.Expr.Call | undefined;
    readonly list_expr?: google.api.expr.v1alpha1.Expr.CreateList | undefined;
    readonly struct_expr?: google.api.expr.v1alpha1.Expr.CreateStruct | undefined;
    readonly comprehension_expr?: google.api.expr.v1alpha1.Expr.Comprehension | undefined;
  }
  interface Reference {
    readonly name?: string | undefined;
    readonly overload_id?: readonly string[] | undefined;
    readonly value?: google.api.expr.v1alpha1.Constant | undefined;
  }
  interface SourceInfo {
    readonly syntax_version?: string | undefined;
    readonly location?: string | undefined;
    readonly line_offsets?: readonly number[] | undefined;
    readonly positions?: { readonly [key: string]: number } | undefined;
    readonly macro_calls?: { readonly [key: string]: google.api.expr.v1alpha1.Expr } | undefined;
  }
  interface Type {
    readonly dyn?: google.protobuf.Empty | undefined;
    readonly null?: google.protobuf.NullValue | undefined;
    readonly primitive?: google.api.expr.v1alpha1.Type.PrimitiveType | undefined;
    readonly wrapper?: google.api.expr.v1alpha1.Type.PrimitiveType | undefined;
    readonly well_known?: google.api.expr.v1alpha1.Type.WellKnownType | undefined;
    readonly list_type?: google.api.expr.v1alpha1.Type.ListType | undefined;
    readonly map_type?: google.api.expr.v1alpha1.Type.MapType | undefined;
    readonly function?: google.api.expr.v1alpha1.Type.FunctionType | undefined;
    readonly message_type?: string | undefined;
    readonly type_param?: string | undefined;
    readonly type?: google.api.expr.v1alpha1.Type | undefined;
    readonly error?: google.protobuf.Empty | undefined;
    readonly abstract_type?: google.api.expr.v1alpha1.Type.AbstractType | undefined;
  }
}
export declare namespace google.api.expr.v1alpha1.Expr {
  interface Call {
    readonly target?: google.api.expr.v1alpha1.Expr | undefined;
    readonly function?: string | undefined;
    readonly args?: readonly google.api.expr.v1alpha1.Expr[] | undefined;
  }
  interface Comprehension {
    readonly iter_var?: string | undefined;
    readonly iter_range?: google.api.expr.v1alpha1.Expr | undefined;
    readonly accu_var?: string | undefined;
    readonly accu_init?: google.api.expr.v1alpha1.Expr | undefined;
    readonly loop_condition?: google.api.expr.v1alpha1.Expr | undefined;
    readonly loop_step?: google.api.expr.v1alpha1.Expr | undefined;
    readonly result?: google.api.expr.v1alpha1.Expr | undefined;
  }
  interface CreateList {
    readonly elements?: readonly google.api.expr.v1alpha1.Expr[] | undefined;
  }
  interface CreateStruct {
    readonly message_name?: string | undefined;
    readonly entries?: readonly google.api.expr.v1alpha1.Expr.CreateStruct.Entry[] | undefined;
  }
  interface Ident {
    readonly name?: string | undefined;
  }
  interface Select {
    readonly operand?: google.api.expr.v1alpha1.Expr | undefined;
    readonly field?: string | undefined;
    readonly test_only?: boolean | undefined;
  }
}
export declare namespace google.api.expr.v1alpha1.Expr.CreateStruct {
  interface Entry {
    readonly id?: number | string | undefined;
    readonly field_key?: string | undefined;
    readonly map_key?: google.api.expr.v1alpha1.Expr | undefined;
    readonly value?: google.api.expr.v1alpha1.Expr | undefined;
  }
}
export declare namespace google.api.expr.v1alpha1.Type {
  interface AbstractType {
    readonly name?: string | undefined;
    readonly parameter_types?: readonly google.api.expr.v1alpha1.Type[] | undefined;
  }
  interface FunctionType {
    readonly result_type?: google.api.expr.v1alpha1.Type | undefined;
    readonly arg_types?: readonly google.api.expr.v1alpha1.Type[] | undefined;
  }
  interface ListType {
    readonly elem_type?: google.api.expr.v1alpha1.Type | undefined;
  }
  interface MapType {
    readonly key_type?: google.api.expr.v1alpha1.Type | undefined;
    readonly value_type?: google.api.expr.v1alpha1.Type | undefined;
  }
  type PrimitiveType = 'PRIMITIVE_TYPE_UNSPECIFIED' | 'BOOL' | 'INT64' | 'UINT64' | 'DOUBLE' | 'STRING' | 'BYTES' | number;
  type WellKnownType = 'WELL_KNOWN_TYPE_UNSPECIFIED' | 'ANY' | 'TIMESTAMP' | 'DURATION' | number;
}
export declare namespace google.protobuf {
  type Any = { readonly '@type': string; readonly [field: string]: unknown };
  type BoolValue = boolean;
  type DoubleValue = number | string;
  type Duration = string;
  interface Empty {
    readonly [field: string]: never;
  }
  type FloatValue = number | string;
  type ListValue = readonly unknown[];
  type NullValue = null;
  type StringValue = string;
  type Struct = { readonly [key: string]: unknown };
  type Timestamp = string;
  type UInt32Value = number;
  type UInt64Value = number | string;
  type Value = unknown;
}
export declare namespace google.rpc {
  interface Status {
    readonly code?: number | undefined;
    readonly message?: string | undefined;
    readonly details?: readonly google.protobuf.Any[] | undefined;
  }
}
export declare namespace xds.core.v3 {
  interface Authority {
    readonly name?: string | undefined;
  }
  interface ContextParams {
    readonly params?: { readonly [key: string]: string } | undefined;
  }
  interface TypedExtensionConfig {
    readonly name?: string | undefined;
    readonly typed_config?: google.protobuf.Any | undefined;
  }
}
export declare namespace xds.type.matcher.v3 {
  interface Matcher {
    readonly matcher_list?: xds.type.matcher.v3.Matcher.MatcherList | undefined;
    readonly matcher_tree?: xds.type.matcher.v3.Matcher.MatcherTree | undefined;
    readonly on_no_match?: xds.type.matcher.v3.Matcher.OnMatch | undefined;
  }
  interface RegexMatcher {
    readonly google_re2?: xds.type.matcher.v3.RegexMatcher.GoogleRE2 | undefined;
    readonly regex?: string | undefined;
  }
  interface StringMatcher {
    readonly exact?: string | undefined;
    readonly prefix?: string | undefined;
    readonly suffix?: string | undefined;
    readonly safe_regex?: xds.type.matcher.v3.RegexMatcher | undefined;
    readonly ignore_case?: boolean | undefined;
    readonly contains?: string | undefined;
  }
}
export declare namespace xds.type.matcher.v3.Matcher {
  interface MatcherList {
    readonly matchers?: readonly xds.type.matcher.v3.Matcher.MatcherList.FieldMatcher[] | undefined;
  }
  interface MatcherTree {
    readonly input?: xds.core.v3.TypedExtensionConfig | undefined;
    readonly exact_match_map?: xds.type.matcher.v3.Matcher.MatcherTree.MatchMap | undefined;
    readonly prefix_match_map?: xds.type.matcher.v3.Matcher.MatcherTree.MatchMap | undefined;
    readonly custom_match?: xds.core.v3.TypedExtensionConfig | undefined;
  }
  interface OnMatch {
    readonly matcher?: xds.type.matcher.v3.Matcher | undefined;
    readonly action?: xds.core.v3.TypedExtensionConfig | undefined;
  }
}
export declare namespace xds.type.matcher.v3.Matcher.MatcherList {
  interface FieldMatcher {
    readonly predicate?: xds.type.matcher.v3.Matcher.MatcherList.Predicate | undefined;
    readonly on_match?: xds.type.matcher.v3.Matcher.OnMatch | undefined;
  }
  interface Predicate {
    readonly single_predicate?: xds.type.matcher.v3.Matcher.MatcherList.Predicate.SinglePredicate | undefined;
    readonly or_matcher?: xds.type.matcher.v3.Matcher.MatcherList.Predicate.PredicateList | undefined;
    readonly and_matcher?: xds.type.matcher.v3.Matcher.MatcherList.Predicate.PredicateList | undefined;
    readonly not_matcher?: xds.type.matcher.v3.Matcher.MatcherList.Predicate | undefined;
  }
}
export declare namespace xds.type.matcher.v3.Matcher.MatcherList.Predicate {
  interface PredicateList {
    readonly predicate?: readonly xds.type.matcher.v3.Matcher.MatcherList.Predicate[] | undefined;
  }
  interface SinglePredicate {
    readonly input?: xds.core.v3.TypedExtensionConfig | undefined;
    readonly value_match?: xds.type.matcher.v3.StringMatcher | undefined;
    readonly custom_match?: xds.core.v3.TypedExtensionConfig | undefined;
  }
}
export declare namespace xds.type.matcher.v3.Matcher.MatcherTree {
  interface MatchMap {
    readonly map?: { readonly [key: string]: xds.type.matcher.v3.Matcher.OnMatch } | undefined;
  }
}
export declare namespace xds.type.matcher.v3.RegexMatcher {
  interface GoogleRE2 {
    readonly [field: string]: never;
  }
}
export interface MessageTypes {
  'envoy.admin.v3.BootstrapConfigDump': envoy.admin.v3.BootstrapConfigDump;
  'envoy.admin.v3.ClustersConfigDump': envoy.admin.v3.ClustersConfigDump;
  'envoy.admin.v3.ClustersConfigDump.DynamicCluster': envoy.admin.v3.ClustersConfigDump.DynamicCluster;
  'envoy.admin.v3.ClustersConfigDump.StaticCluster': envoy.admin.v3.ClustersConfigDump.StaticCluster;
  'envoy.admin.v3.ConfigDump': envoy.admin.v3.ConfigDump;
  'envoy.admin.v3.EcdsConfigDump': envoy.admin.v3.EcdsConfigDump;
  'envoy.admin.v3.EcdsConfigDump.EcdsFilterConfig': envoy.admin.v3.EcdsConfigDump.EcdsFilterConfig;
  'envoy.admin.v3.EndpointsConfigDump': envoy.admin.v3.EndpointsConfigDump;
  'envoy.admin.v3.EndpointsConfigDump.DynamicEndpointConfig': envoy.admin.v3.EndpointsConfigDump.DynamicEndpointConfig;
  'envoy.admin.v3.EndpointsConfigDump.StaticEndpointConfig': envoy.admin.v3.EndpointsConfigDump.StaticEndpointConfig;
  'envoy.admin.v3.ListenersConfigDump': envoy.admin.v3.ListenersConfigDump;
  'envoy.admin.v3.ListenersConfigDump.DynamicListener': envoy.admin.v3.ListenersConfigDump.DynamicListener;
  'envoy.admin.v3.ListenersConfigDump.DynamicListenerState': envoy.admin.v3.ListenersConfigDump.DynamicListenerState;
  'envoy.admin.v3.ListenersConfigDump.StaticListener': envoy.admin.v3.ListenersConfigDump.StaticListener;
  'envoy.admin.v3.RoutesConfigDump': envoy.admin.v3.RoutesConfigDump;
  'envoy.admin.v3.RoutesConfigDump.DynamicRouteConfig': envoy.admin.v3.RoutesConfigDump.DynamicRouteConfig;
  'envoy.admin.v3.RoutesConfigDump.StaticRouteConfig': envoy.admin.v3.RoutesConfigDump.StaticRouteConfig;
  'envoy.admin.v3.ScopedRoutesConfigDump': envoy.admin.v3.ScopedRoutesConfigDump;
  'envoy.admin.v3.ScopedRoutesConfigDump.DynamicScopedRouteConfigs': envoy.admin.v3.ScopedRoutesConfigDump.DynamicScopedRouteConfigs;
  'envoy.admin.v3.ScopedRoutesConfigDump.InlineScopedRouteConfigs': envoy.admin.v3.ScopedRoutesConfigDump.InlineScopedRouteConfigs;
  'envoy.admin.v3.SecretsConfigDump': envoy.admin.v3.SecretsConfigDump;
  'envoy.admin.v3.SecretsConfigDump.DynamicSecret': envoy.admin.v3.SecretsConfigDump.DynamicSecret;
  'envoy.admin.v3.SecretsConfigDump.StaticSecret': envoy.admin.v3.SecretsConfigDump.StaticSecret;
  'envoy.admin.v3.UpdateFailureState': envoy.admin.v3.UpdateFailureState;
  'envoy.config.accesslog.v3.AccessLog': envoy.config.accesslog.v3.AccessLog;
  'envoy.config.accesslog.v3.AccessLogFilter': envoy.config.accesslog.v3.AccessLogFilter;
  'envoy.config.accesslog.v3.AndFilter': envoy.config.accesslog.v3.AndFilter;
  'envoy.config.accesslog.v3.ComparisonFilter': envoy.config.accesslog.v3.ComparisonFilter;
  'envoy.config.accesslog.v3.DurationFilter': envoy.config.accesslog.v3.DurationFilter;
  'envoy.config.accesslog.v3.ExtensionFilter': envoy.config.accesslog.v3.ExtensionFilter;
  'envoy.config.accesslog.v3.GrpcStatusFilter': envoy.config.accesslog.v3.GrpcStatusFilter;
  'envoy.config.accesslog.v3.HeaderFilter': envoy.config.accesslog.v3.HeaderFilter;
  'envoy.config.accesslog.v3.LogTypeFilter': envoy.config.accesslog.v3.LogTypeFilter;
  'envoy.config.accesslog.v3.MetadataFilter': envoy.config.accesslog.v3.MetadataFilter;
  'envoy.config.accesslog.v3.NotHealthCheckFilter': envoy.config.accesslog.v3.NotHealthCheckFilter;
  'envoy.config.accesslog.v3.OrFilter': envoy.config.accesslog.v3.OrFilter;
  'envoy.config.accesslog.v3.ResponseFlagFilter': envoy.config.accesslog.v3.ResponseFlagFilter;
  'envoy.config.accesslog.v3.RuntimeFilter': envoy.config.accesslog.v3.RuntimeFilter;
  'envoy.config.accesslog.v3.StatusCodeFilter': envoy.config.accesslog.v3.StatusCodeFilter;
  'envoy.config.accesslog.v3.TraceableFilter': envoy.config.accesslog.v3.TraceableFilter;
  'envoy.config.bootstrap.v3.Admin': envoy.config.bootstrap.v3.Admin;
  'envoy.config.bootstrap.v3.Bootstrap': envoy.config.bootstrap.v3.Bootstrap;
  'envoy.config.bootstrap.v3.Bootstrap.ApplicationLogConfig': envoy.config.bootstrap.v3.Bootstrap.ApplicationLogConfig;
  'envoy.config.bootstrap.v3.Bootstrap.ApplicationLogConfig.LogFormat': envoy.config.bootstrap.v3.Bootstrap.ApplicationLogConfig.LogFormat;
  'envoy.config.bootstrap.v3.Bootstrap.DeferredStatOptions': envoy.config.bootstrap.v3.Bootstrap.DeferredStatOptions;
  'envoy.config.bootstrap.v3.Bootstrap.DynamicResources': envoy.config.bootstrap.v3.Bootstrap.DynamicResources;
  'envoy.config.bootstrap.v3.Bootstrap.GrpcAsyncClientManagerConfig': envoy.config.bootstrap.v3.Bootstrap.GrpcAsyncClientManagerConfig;
  'envoy.config.bootstrap.v3.Bootstrap.StaticResources': envoy.config.bootstrap.v3.Bootstrap.StaticResources;
  'envoy.config.bootstrap.v3.ClusterManager': envoy.config.bootstrap.v3.ClusterManager;
  'envoy.config.bootstrap.v3.ClusterManager.OutlierDetection': envoy.config.bootstrap.v3.ClusterManager.OutlierDetection;
  'envoy.config.bootstrap.v3.CustomInlineHeader': envoy.config.bootstrap.v3.CustomInlineHeader;
  'envoy.config.bootstrap.v3.FatalAction': envoy.config.bootstrap.v3.FatalAction;
  'envoy.config.bootstrap.v3.LayeredRuntime': envoy.config.bootstrap.v3.LayeredRuntime;
  'envoy.config.bootstrap.v3.MemoryAllocatorManager': envoy.config.bootstrap.v3.MemoryAllocatorManager;
  'envoy.config.bootstrap.v3.RuntimeLayer': envoy.config.bootstrap.v3.RuntimeLayer;
  'envoy.config.bootstrap.v3.RuntimeLayer.AdminLayer': envoy.config.bootstrap.v3.RuntimeLayer.AdminLayer;
  'envoy.config.bootstrap.v3.RuntimeLayer.DiskLayer': envoy.config.bootstrap.v3.RuntimeLayer.DiskLayer;
  'envoy.config.bootstrap.v3.RuntimeLayer.RtdsLayer': envoy.config.bootstrap.v3.RuntimeLayer.RtdsLayer;
  'envoy.config.bootstrap.v3.Watchdog': envoy.config.bootstrap.v3.Watchdog;
  'envoy.config.bootstrap.v3.Watchdog.WatchdogAction': envoy.config.bootstrap.v3.Watchdog.WatchdogAction;
  'envoy.config.bootstrap.v3.Watchdogs': envoy.config.bootstrap.v3.Watchdogs;
  'envoy.config.cluster.v3.CircuitBreakers': envoy.config.cluster.v3.CircuitBreakers;
  'envoy.config.cluster.v3.CircuitBreakers.Thresholds': envoy.config.cluster.v3.CircuitBreakers.Thresholds;
  'envoy.config.cluster.v3.CircuitBreakers.Thresholds.RetryBudget': envoy.config.cluster.v3.CircuitBreakers.Thresholds.RetryBudget;
  'envoy.config.cluster.v3.Cluster': envoy.config.cluster.v3.Cluster;
  'envoy.config.cluster.v3.Cluster.CommonLbConfig': envoy.config.cluster.v3.Cluster.CommonLbConfig;
  'envoy.config.cluster.v3.Cluster.CommonLbConfig.ConsistentHashingLbConfig': envoy.config.cluster.v3.Cluster.CommonLbConfig.ConsistentHashingLbConfig;
  'envoy.config.cluster.v3.Cluster.CommonLbConfig.LocalityWeightedLbConfig': envoy.config.cluster.v3.Cluster.CommonLbConfig.LocalityWeightedLbConfig;
  'envoy.config.cluster.v3.Cluster.CommonLbConfig.ZoneAwareLbConfig': envoy.config.cluster.v3.Cluster.CommonLbConfig.ZoneAwareLbConfig;
  'envoy.config.cluster.v3.Cluster.CustomClusterType': envoy.config.cluster.v3.Cluster.CustomClusterType;
  'envoy.config.cluster.v3.Cluster.EdsClusterConfig': envoy.config.cluster.v3.Cluster.EdsClusterConfig;
  'envoy.config.cluster.v3.Cluster.LbSubsetConfig': envoy.config.cluster.v3.Cluster.LbSubsetConfig;
  'envoy.config.cluster.v3.Cluster.LbSubsetConfig.LbSubsetSelector': envoy.config.cluster.v3.Cluster.LbSubsetConfig.LbSubsetSelector;
  'envoy.config.cluster.v3.Cluster.LeastRequestLbConfig': envoy.config.cluster.v3.Cluster.LeastRequestLbConfig;
  'envoy.config.cluster.v3.Cluster.MaglevLbConfig': envoy.config.cluster.v3.Cluster.MaglevLbConfig;
  'envoy.config.cluster.v3.Cluster.OriginalDstLbConfig': envoy.config.cluster.v3.Cluster.OriginalDstLbConfig;
  'envoy.config.cluster.v3.Cluster.PreconnectPolicy': envoy.config.cluster.v3.Cluster.PreconnectPolicy;
  'envoy.config.cluster.v3.Cluster.RefreshRate': envoy.config.cluster.v3.Cluster.RefreshRate;
  'envoy.config.cluster.v3.Cluster.RingHashLbConfig': envoy.config.cluster.v3.Cluster.RingHashLbConfig;
  'envoy.config.cluster.v3.Cluster.RoundRobinLbConfig': envoy.config.cluster.v3.Cluster.RoundRobinLbConfig;
  'envoy.config.cluster.v3.Cluster.SlowStartConfig': envoy.config.cluster.v3.Cluster.SlowStartConfig;
  'envoy.config.cluster.v3.Cluster.TransportSocketMatch': envoy.config.cluster.v3.Cluster.TransportSocketMatch;
  'envoy.config.cluster.v3.Filter': envoy.config.cluster.v3.Filter;
  'envoy.config.cluster.v3.LoadBalancingPolicy': envoy.config.cluster.v3.LoadBalancingPolicy;
  'envoy.config.cluster.v3.LoadBalancingPolicy.Policy': envoy.config.cluster.v3.LoadBalancingPolicy.Policy;
  'envoy.config.cluster.v3.OutlierDetection': envoy.config.cluster.v3.OutlierDetection;
  'envoy.config.cluster.v3.TrackClusterStats': envoy.config.cluster.v3.TrackClusterStats;
  'envoy.config.cluster.v3.UpstreamConnectionOptions': envoy.config.cluster.v3.UpstreamConnectionOptions;
  'envoy.config.cluster.v3.UpstreamConnectionOptions.HappyEyeballsConfig': envoy.config.cluster.v3.UpstreamConnectionOptions.HappyEyeballsConfig;
  'envoy.config.common.mutation_rules.v3.HeaderMutation': envoy.config.common.mutation_rules.v3.HeaderMutation;
  'envoy.config.common.mutation_rules.v3.HeaderMutationRules': envoy.config.common.mutation_rules.v3.HeaderMutationRules;
  'envoy.config.core.v3.Address': envoy.config.core.v3.Address;
  'envoy.config.core.v3.AggregatedConfigSource': envoy.config.core.v3.AggregatedConfigSource;
  'envoy.config.core.v3.AlternateProtocolsCacheOptions': envoy.config.core.v3.AlternateProtocolsCacheOptions;
  'envoy.config.core.v3.AlternateProtocolsCacheOptions.AlternateProtocolsCacheEntry': envoy.config.core.v3.AlternateProtocolsCacheOptions.AlternateProtocolsCacheEntry;
  'envoy.config.core.v3.ApiConfigSource': envoy.config.core.v3.ApiConfigSource;
  'envoy.config.core.v3.BackoffStrategy': envoy.config.core.v3.BackoffStrategy;
  'envoy.config.core.v3.BindConfig': envoy.config.core.v3.BindConfig;
  'envoy.config.core.v3.BuildVersion': envoy.config.core.v3.BuildVersion;
  'envoy.config.core.v3.CidrRange': envoy.config.core.v3.CidrRange;
  'envoy.config.core.v3.ConfigSource': envoy.config.core.v3.ConfigSource;
  'envoy.config.core.v3.ControlPlane': envoy.config.core.v3.ControlPlane;
  'envoy.config.core.v3.DataSource': envoy.config.core.v3.DataSource;
  'envoy.config.core.v3.DnsResolutionConfig': envoy.config.core.v3.DnsResolutionConfig;
  'envoy.config.core.v3.DnsResolverOptions': envoy.config.core.v3.DnsResolverOptions;
  'envoy.config.core.v3.EnvoyInternalAddress': envoy.config.core.v3.EnvoyInternalAddress;
  'envoy.config.core.v3.EventServiceConfig': envoy.config.core.v3.EventServiceConfig;
  'envoy.config.core.v3.Extension': envoy.config.core.v3.Extension;
  'envoy.config.core.v3.ExtensionConfigSource': envoy.config.core.v3.ExtensionConfigSource;
  'envoy.config.core.v3.ExtraSourceAddress': envoy.config.core.v3.ExtraSourceAddress;
  'envoy.config.core.v3.GrpcMethodList': envoy.config.core.v3.GrpcMethodList;
  'envoy.config.core.v3.GrpcMethodList.Service': envoy.config.core.v3.GrpcMethodList.Service;
  'envoy.config.core.v3.GrpcService': envoy.config.core.v3.GrpcService;
  'envoy.config.core.v3.GrpcService.EnvoyGrpc': envoy.config.core.v3.GrpcService.EnvoyGrpc;
  'envoy.config.core.v3.GrpcService.GoogleGrpc': envoy.config.core.v3.GrpcService.GoogleGrpc;
  'envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials': envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials;
  'envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials.GoogleIAMCredentials': envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials.GoogleIAMCredentials;
  'envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials.MetadataCredentialsFromPlugin': envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials.MetadataCredentialsFromPlugin;
  'envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials.ServiceAccountJWTAccessCredentials': envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials.ServiceAccountJWTAccessCredentials;
  'envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials.StsService': envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials.StsService;
  'envoy.config.core.v3.GrpcService.GoogleGrpc.ChannelArgs': envoy.config.core.v3.GrpcService.GoogleGrpc.ChannelArgs;
  'envoy.config.core.v3.GrpcService.GoogleGrpc.ChannelArgs.Value': envoy.config.core.v3.GrpcService.GoogleGrpc.ChannelArgs.Value;
  'envoy.config.core.v3.GrpcService.GoogleGrpc.ChannelCredentials': envoy.config.core.v3.GrpcService.GoogleGrpc.ChannelCredentials;
  'envoy.config.core.v3.GrpcService.GoogleGrpc.GoogleLocalCredentials': envoy.config.core.v3.GrpcService.GoogleGrpc.GoogleLocalCredentials;
  'envoy.config.core.v3.GrpcService.GoogleGrpc.SslCredentials': envoy.config.core.v3.GrpcService.GoogleGrpc.SslCredentials;
  'envoy.config.core.v3.HeaderValue': envoy.config.core.v3.HeaderValue;
  'envoy.config.core.v3.HeaderValueOption': envoy.config.core.v3.HeaderValueOption;
  'envoy.config.core.v3.HealthCheck': envoy.config.core.v3.HealthCheck;
  'envoy.config.core.v3.HealthCheck.CustomHealthCheck': envoy.config.core.v3.HealthCheck.CustomHealthCheck;
  'envoy.config.core.v3.HealthCheck.GrpcHealthCheck': envoy.config.core.v3.HealthCheck.GrpcHealthCheck;
  'envoy.config.core.v3.HealthCheck.HttpHealthCheck': envoy.config.core.v3.HealthCheck.HttpHealthCheck;
  'envoy.config.core.v3.HealthCheck.Payload': envoy.config.core.v3.HealthCheck.Payload;
  'envoy.config.core.v3.HealthCheck.TcpHealthCheck': envoy.config.core.v3.HealthCheck.TcpHealthCheck;
  'envoy.config.core.v3.HealthCheck.TlsOptions': envoy.config.core.v3.HealthCheck.TlsOptions;
  'envoy.config.core.v3.HealthStatusSet': envoy.config.core.v3.HealthStatusSet;
  'envoy.config.core.v3.Http1ProtocolOptions': envoy.config.core.v3.Http1ProtocolOptions;
  'envoy.config.core.v3.Http1ProtocolOptions.HeaderKeyFormat': envoy.config.core.v3.Http1ProtocolOptions.HeaderKeyFormat;
  'envoy.config.core.v3.Http1ProtocolOptions.HeaderKeyFormat.ProperCaseWords': envoy.config.core.v3.Http1ProtocolOptions.HeaderKeyFormat.ProperCaseWords;
  'envoy.config.core.v3.Http2ProtocolOptions': envoy.config.core.v3.Http2ProtocolOptions;
  'envoy.config.core.v3.Http2ProtocolOptions.SettingsParameter': envoy.config.core.v3.Http2ProtocolOptions.SettingsParameter;
  'envoy.config.core.v3.Http3ProtocolOptions': envoy.config.core.v3.Http3ProtocolOptions;
  'envoy.config.core.v3.HttpProtocolOptions': envoy.config.core.v3.HttpProtocolOptions;
  'envoy.config.core.v3.HttpService': envoy.config.core.v3.HttpService;
  'envoy.config.core.v3.HttpUri': envoy.config.core.v3.HttpUri;
  'envoy.config.core.v3.JsonFormatOptions': envoy.config.core.v3.JsonFormatOptions;
  'envoy.config.core.v3.KeepaliveSettings': envoy.config.core.v3.KeepaliveSettings;
  'envoy.config.core.v3.Locality': envoy.config.core.v3.Locality;
  'envoy.config.core.v3.Metadata': envoy.config.core.v3.Metadata;
  'envoy.config.core.v3.Node': envoy.config.core.v3.Node;
  'envoy.config.core.v3.PathConfigSource': envoy.config.core.v3.PathConfigSource;
  'envoy.config.core.v3.Pipe': envoy.config.core.v3.Pipe;
  'envoy.config.core.v3.ProxyProtocolConfig': envoy.config.core.v3.ProxyProtocolConfig;
  'envoy.config.core.v3.ProxyProtocolPassThroughTLVs': envoy.config.core.v3.ProxyProtocolPassThroughTLVs;
  'envoy.config.core.v3.QuicKeepAliveSettings': envoy.config.core.v3.QuicKeepAliveSettings;
  'envoy.config.core.v3.QuicProtocolOptions': envoy.config.core.v3.QuicProtocolOptions;
  'envoy.config.core.v3.RateLimitSettings': envoy.config.core.v3.RateLimitSettings;
  'envoy.config.core.v3.RetryPolicy': envoy.config.core.v3.RetryPolicy;
  'envoy.config.core.v3.RetryPolicy.RetryHostPredicate': envoy.config.core.v3.RetryPolicy.RetryHostPredicate;
  'envoy.config.core.v3.RetryPolicy.RetryPriority': envoy.config.core.v3.RetryPolicy.RetryPriority;
  'envoy.config.core.v3.RuntimeDouble': envoy.config.core.v3.RuntimeDouble;
  'envoy.config.core.v3.RuntimeFeatureFlag': envoy.config.core.v3.RuntimeFeatureFlag;
  'envoy.config.core.v3.RuntimeFractionalPercent': envoy.config.core.v3.RuntimeFractionalPercent;
  'envoy.config.core.v3.RuntimeUInt32': envoy.config.core.v3.RuntimeUInt32;
  'envoy.config.core.v3.SchemeHeaderTransformation': envoy.config.core.v3.SchemeHeaderTransformation;
  'envoy.config.core.v3.SelfConfigSource': envoy.config.core.v3.SelfConfigSource;
  'envoy.config.core.v3.SocketAddress': envoy.config.core.v3.SocketAddress;
  'envoy.config.core.v3.SocketOption': envoy.config.core.v3.SocketOption;
  'envoy.config.core.v3.SocketOptionsOverride': envoy.config.core.v3.SocketOptionsOverride;
  'envoy.config.core.v3.SubstitutionFormatString': envoy.config.core.v3.SubstitutionFormatString;
  'envoy.config.core.v3.TcpKeepalive': envoy.config.core.v3.TcpKeepalive;
  'envoy.config.core.v3.TransportSocket': envoy.config.core.v3.TransportSocket;
  'envoy.config.core.v3.TypedExtensionConfig': envoy.config.core.v3.TypedExtensionConfig;
  'envoy.config.core.v3.UdpSocketConfig': envoy.config.core.v3.UdpSocketConfig;
  'envoy.config.core.v3.UpstreamHttpProtocolOptions': envoy.config.core.v3.UpstreamHttpProtocolOptions;
  'envoy.config.core.v3.WatchedDirectory': envoy.config.core.v3.WatchedDirectory;
  'envoy.config.endpoint.v3.ClusterLoadAssignment': envoy.config.endpoint.v3.ClusterLoadAssignment;
  'envoy.config.endpoint.v3.ClusterLoadAssignment.Policy': envoy.config.endpoint.v3.ClusterLoadAssignment.Policy;
  'envoy.config.endpoint.v3.ClusterLoadAssignment.Policy.DropOverload': envoy.config.endpoint.v3.ClusterLoadAssignment.Policy.DropOverload;
  'envoy.config.endpoint.v3.ClusterStats': envoy.config.endpoint.v3.ClusterStats;
  'envoy.config.endpoint.v3.ClusterStats.DroppedRequests': envoy.config.endpoint.v3.ClusterStats.DroppedRequests;
  'envoy.config.endpoint.v3.Endpoint': envoy.config.endpoint.v3.Endpoint;
  'envoy.config.endpoint.v3.Endpoint.AdditionalAddress': envoy.config.endpoint.v3.Endpoint.AdditionalAddress;
  'envoy.config.endpoint.v3.Endpoint.HealthCheckConfig': envoy.config.endpoint.v3.Endpoint.HealthCheckConfig;
  'envoy.config.endpoint.v3.EndpointLoadMetricStats': envoy.config.endpoint.v3.EndpointLoadMetricStats;
  'envoy.config.endpoint.v3.LbEndpoint': envoy.config.endpoint.v3.LbEndpoint;
  'envoy.config.endpoint.v3.LedsClusterLocalityConfig': envoy.config.endpoint.v3.LedsClusterLocalityConfig;
  'envoy.config.endpoint.v3.LocalityLbEndpoints': envoy.config.endpoint.v3.LocalityLbEndpoints;
  'envoy.config.endpoint.v3.LocalityLbEndpoints.LbEndpointList': envoy.config.endpoint.v3.LocalityLbEndpoints.LbEndpointList;
  'envoy.config.endpoint.v3.UnnamedEndpointLoadMetricStats': envoy.config.endpoint.v3.UnnamedEndpointLoadMetricStats;
  'envoy.config.endpoint.v3.UpstreamEndpointStats': envoy.config.endpoint.v3.UpstreamEndpointStats;
  'envoy.config.endpoint.v3.UpstreamLocalityStats': envoy.config.endpoint.v3.UpstreamLocalityStats;
  'envoy.config.listener.v3.AdditionalAddress': envoy.config.listener.v3.AdditionalAddress;
  'envoy.config.listener.v3.ApiListener': envoy.config.listener.v3.ApiListener;
  'envoy.config.listener.v3.Filter': envoy.config.listener.v3.Filter;
  'envoy.config.listener.v3.FilterChain': envoy.config.listener.v3.FilterChain;
  'envoy.config.listener.v3.FilterChain.OnDemandConfiguration': envoy.config.listener.v3.FilterChain.OnDemandConfiguration;
  'envoy.config.listener.v3.FilterChainMatch': envoy.config.listener.v3.FilterChainMatch;
  'envoy.config.listener.v3.Listener': envoy.config.listener.v3.Listener;
  'envoy.config.listener.v3.Listener.ConnectionBalanceConfig': envoy.config.listener.v3.Listener.ConnectionBalanceConfig;
  'envoy.config.listener.v3.Listener.ConnectionBalanceConfig.ExactBalance': envoy.config.listener.v3.Listener.ConnectionBalanceConfig.ExactBalance;
  'envoy.config.listener.v3.Listener.DeprecatedV1': envoy.config.listener.v3.Listener.DeprecatedV1;
  'envoy.config.listener.v3.Listener.InternalListenerConfig': envoy.config.listener.v3.Listener.InternalListenerConfig;
  'envoy.config.listener.v3.ListenerFilter': envoy.config.listener.v3.ListenerFilter;
  'envoy.config.listener.v3.ListenerFilterChainMatchPredicate': envoy.config.listener.v3.ListenerFilterChainMatchPredicate;
  'envoy.config.listener.v3.ListenerFilterChainMatchPredicate.MatchSet': envoy.config.listener.v3.ListenerFilterChainMatchPredicate.MatchSet;
  'envoy.config.listener.v3.QuicProtocolOptions': envoy.config.listener.v3.QuicProtocolOptions;
  'envoy.config.listener.v3.UdpListenerConfig': envoy.config.listener.v3.UdpListenerConfig;
  'envoy.config.metrics.v3.HistogramBucketSettings': envoy.config.metrics.v3.HistogramBucketSettings;
  'envoy.config.metrics.v3.StatsConfig': envoy.config.metrics.v3.StatsConfig;
  'envoy.config.metrics.v3.StatsMatcher': envoy.config.metrics.v3.StatsMatcher;
  'envoy.config.metrics.v3.StatsSink': envoy.config.metrics.v3.StatsSink;
  'envoy.config.metrics.v3.TagSpecifier': envoy.config.metrics.v3.TagSpecifier;
  'envoy.config.overload.v3.BufferFactoryConfig': envoy.config.overload.v3.BufferFactoryConfig;
  'envoy.config.overload.v3.LoadShedPoint': envoy.config.overload.v3.LoadShedPoint;
  'envoy.config.overload.v3.OverloadAction': envoy.config.overload.v3.OverloadAction;
  'envoy.config.overload.v3.OverloadManager': envoy.config.overload.v3.OverloadManager;
  'envoy.config.overload.v3.ResourceMonitor': envoy.config.overload.v3.ResourceMonitor;
  'envoy.config.overload.v3.ScaledTrigger': envoy.config.overload.v3.ScaledTrigger;
  'envoy.config.overload.v3.ThresholdTrigger': envoy.config.overload.v3.ThresholdTrigger;
  'envoy.config.overload.v3.Trigger': envoy.config.overload.v3.Trigger;
  'envoy.config.ratelimit.v3.RateLimitServiceConfig': envoy.config.ratelimit.v3.RateLimitServiceConfig;
  'envoy.config.rbac.v3.Permission': envoy.config.rbac.v3.Permission;
  'envoy.config.rbac.v3.Permission.Set': envoy.config.rbac.v3.Permission.Set;
  'envoy.config.rbac.v3.Policy': envoy.config.rbac.v3.Policy;
  'envoy.config.rbac.v3.Principal': envoy.config.rbac.v3.Principal;
  'envoy.config.rbac.v3.Principal.Authenticated': envoy.config.rbac.v3.Principal.Authenticated;
  'envoy.config.rbac.v3.Principal.Set': envoy.config.rbac.v3.Principal.Set;
  'envoy.config.rbac.v3.RBAC': envoy.config.rbac.v3.RBAC;
  'envoy.config.rbac.v3.RBAC.AuditLoggingOptions': envoy.config.rbac.v3.RBAC.AuditLoggingOptions;
  'envoy.config.rbac.v3.RBAC.AuditLoggingOptions.AuditLoggerConfig': envoy.config.rbac.v3.RBAC.AuditLoggingOptions.AuditLoggerConfig;
  'envoy.config.route.v3.ClusterSpecifierPlugin': envoy.config.route.v3.ClusterSpecifierPlugin;
  'envoy.config.route.v3.CorsPolicy': envoy.config.route.v3.CorsPolicy;
  'envoy.config.route.v3.Decorator': envoy.config.route.v3.Decorator;
  'envoy.config.route.v3.DirectResponseAction': envoy.config.route.v3.DirectResponseAction;
  'envoy.config.route.v3.FilterAction': envoy.config.route.v3.FilterAction;
  'envoy.config.route.v3.FilterConfig': envoy.config.route.v3.FilterConfig;
  'envoy.config.route.v3.HeaderMatcher': envoy.config.route.v3.HeaderMatcher;
  'envoy.config.route.v3.HedgePolicy': envoy.config.route.v3.HedgePolicy;
  'envoy.config.route.v3.InternalRedirectPolicy': envoy.config.route.v3.InternalRedirectPolicy;
  'envoy.config.route.v3.NonForwardingAction': envoy.config.route.v3.NonForwardingAction;
  'envoy.config.route.v3.QueryParameterMatcher': envoy.config.route.v3.QueryParameterMatcher;
  'envoy.config.route.v3.RateLimit': envoy.config.route.v3.RateLimit;
  'envoy.config.route.v3.RateLimit.Action': envoy.config.route.v3.RateLimit.Action;
  'envoy.config.route.v3.RateLimit.Action.DestinationCluster': envoy.config.route.v3.RateLimit.Action.DestinationCluster;
  'envoy.config.route.v3.RateLimit.Action.DynamicMetaData': envoy.config.route.v3.RateLimit.Action.DynamicMetaData;
  'envoy.config.route.v3.RateLimit.Action.GenericKey': envoy.config.route.v3.RateLimit.Action.GenericKey;
  'envoy.config.route.v3.RateLimit.Action.HeaderValueMatch': envoy.config.route.v3.RateLimit.Action.HeaderValueMatch;
  'envoy.config.route.v3.RateLimit.Action.MaskedRemoteAddress': envoy.config.route.v3.RateLimit.Action.MaskedRemoteAddress;
  'envoy.config.route.v3.RateLimit.Action.MetaData': envoy.config.route.v3.RateLimit.Action.MetaData;
  'envoy.config.route.v3.RateLimit.Action.QueryParameterValueMatch': envoy.config.route.v3.RateLimit.Action.QueryParameterValueMatch;
  'envoy.config.route.v3.RateLimit.Action.RemoteAddress': envoy.config.route.v3.RateLimit.Action.RemoteAddress;
  'envoy.config.route.v3.RateLimit.Action.RequestHeaders': envoy.config.route.v3.RateLimit.Action.RequestHeaders;
  'envoy.config.route.v3.RateLimit.Action.SourceCluster': envoy.config.route.v3.RateLimit.Action.SourceCluster;
  'envoy.config.route.v3.RateLimit.Override': envoy.config.route.v3.RateLimit.Override;
  'envoy.config.route.v3.RateLimit.Override.DynamicMetadata': envoy.config.route.v3.RateLimit.Override.DynamicMetadata;
  'envoy.config.route.v3.RedirectAction': envoy.config.route.v3.RedirectAction;
  'envoy.config.route.v3.RetryPolicy': envoy.config.route.v3.RetryPolicy;
  'envoy.config.route.v3.RetryPolicy.RateLimitedRetryBackOff': envoy.config.route.v3.RetryPolicy.RateLimitedRetryBackOff;
  'envoy.config.route.v3.RetryPolicy.ResetHeader': envoy.config.route.v3.RetryPolicy.ResetHeader;
  'envoy.config.route.v3.RetryPolicy.RetryBackOff': envoy.config.route.v3.RetryPolicy.RetryBackOff;
  'envoy.config.route.v3.RetryPolicy.RetryHostPredicate': envoy.config.route.v3.RetryPolicy.RetryHostPredicate;
  'envoy.config.route.v3.RetryPolicy.RetryPriority': envoy.config.route.v3.RetryPolicy.RetryPriority;
  'envoy.config.route.v3.Route': envoy.config.route.v3.Route;
  'envoy.config.route.v3.RouteAction': envoy.config.route.v3.RouteAction;
  'envoy.config.route.v3.RouteAction.HashPolicy': envoy.config.route.v3.RouteAction.HashPolicy;
  'envoy.config.route.v3.RouteAction.HashPolicy.ConnectionProperties': envoy.config.route.v3.RouteAction.HashPolicy.ConnectionProperties;
  'envoy.config.route.v3.RouteAction.HashPolicy.Cookie': envoy.config.route.v3.RouteAction.HashPolicy.Cookie;
  'envoy.config.route.v3.RouteAction.HashPolicy.CookieAttribute': envoy.config.route.v3.RouteAction.HashPolicy.CookieAttribute;
  'envoy.config.route.v3.RouteAction.HashPolicy.FilterState': envoy.config.route.v3.RouteAction.HashPolicy.FilterState;
  'envoy.config.route.v3.RouteAction.HashPolicy.Header': envoy.config.route.v3.RouteAction.HashPolicy.Header;
  'envoy.config.route.v3.RouteAction.HashPolicy.QueryParameter': envoy.config.route.v3.RouteAction.HashPolicy.QueryParameter;
  'envoy.config.route.v3.RouteAction.MaxStreamDuration': envoy.config.route.v3.RouteAction.MaxStreamDuration;
  'envoy.config.route.v3.RouteAction.RequestMirrorPolicy': envoy.config.route.v3.RouteAction.RequestMirrorPolicy;
  'envoy.config.route.v3.RouteAction.UpgradeConfig': envoy.config.route.v3.RouteAction.UpgradeConfig;
  'envoy.config.route.v3.RouteAction.UpgradeConfig.ConnectConfig': envoy.config.route.v3.RouteAction.UpgradeConfig.ConnectConfig;
  'envoy.config.route.v3.RouteConfiguration': envoy.config.route.v3.RouteConfiguration;
  'envoy.config.route.v3.RouteList': envoy.config.route.v3.RouteList;
  'envoy.config.route.v3.RouteMatch': envoy.config.route.v3.RouteMatch;
  'envoy.config.route.v3.RouteMatch.ConnectMatcher': envoy.config.route.v3.RouteMatch.ConnectMatcher;
  'envoy.config.route.v3.RouteMatch.GrpcRouteMatchOptions': envoy.config.route.v3.RouteMatch.GrpcRouteMatchOptions;
  'envoy.config.route.v3.RouteMatch.TlsContextMatchOptions': envoy.config.route.v3.RouteMatch.TlsContextMatchOptions;
  'envoy.config.route.v3.ScopedRouteConfiguration': envoy.config.route.v3.ScopedRouteConfiguration;
  'envoy.config.route.v3.ScopedRouteConfiguration.Key': envoy.config.route.v3.ScopedRouteConfiguration.Key;
  'envoy.config.route.v3.ScopedRouteConfiguration.Key.Fragment': envoy.config.route.v3.ScopedRouteConfiguration.Key.Fragment;
  'envoy.config.route.v3.Tracing': envoy.config.route.v3.Tracing;
  'envoy.config.route.v3.Vhds': envoy.config.route.v3.Vhds;
  'envoy.config.route.v3.VirtualCluster': envoy.config.route.v3.VirtualCluster;
  'envoy.config.route.v3.VirtualHost': envoy.config.route.v3.VirtualHost;
  'envoy.config.route.v3.WeightedCluster': envoy.config.route.v3.WeightedCluster;
  'envoy.config.route.v3.WeightedCluster.ClusterWeight': envoy.config.route.v3.WeightedCluster.ClusterWeight;
  'envoy.config.trace.v3.OpenTelemetryConfig': envoy.config.trace.v3.OpenTelemetryConfig;
  'envoy.config.trace.v3.Tracing': envoy.config.trace.v3.Tracing;
  'envoy.config.trace.v3.Tracing.Http': envoy.config.trace.v3.Tracing.Http;
  'envoy.extensions.access_loggers.file.v3.FileAccessLog': envoy.extensions.access_loggers.file.v3.FileAccessLog;
  'envoy.extensions.access_loggers.grpc.v3.CommonGrpcAccessLogConfig': envoy.extensions.access_loggers.grpc.v3.CommonGrpcAccessLogConfig;
  'envoy.extensions.access_loggers.grpc.v3.HttpGrpcAccessLogConfig': envoy.extensions.access_loggers.grpc.v3.HttpGrpcAccessLogConfig;
  'envoy.extensions.access_loggers.stream.v3.StderrAccessLog': envoy.extensions.access_loggers.stream.v3.StderrAccessLog;
  'envoy.extensions.access_loggers.stream.v3.StdoutAccessLog': envoy.extensions.access_loggers.stream.v3.StdoutAccessLog;
  'envoy.extensions.common.ratelimit.v3.LocalClusterRateLimit': envoy.extensions.common.ratelimit.v3.LocalClusterRateLimit;
  'envoy.extensions.common.ratelimit.v3.LocalRateLimitDescriptor': envoy.extensions.common.ratelimit.v3.LocalRateLimitDescriptor;
  'envoy.extensions.common.ratelimit.v3.RateLimitDescriptor.Entry': envoy.extensions.common.ratelimit.v3.RateLimitDescriptor.Entry;
  'envoy.extensions.filters.common.fault.v3.FaultDelay': envoy.extensions.filters.common.fault.v3.FaultDelay;
  'envoy.extensions.filters.common.fault.v3.FaultDelay.HeaderDelay': envoy.extensions.filters.common.fault.v3.FaultDelay.HeaderDelay;
  'envoy.extensions.filters.common.fault.v3.FaultRateLimit': envoy.extensions.filters.common.fault.v3.FaultRateLimit;
  'envoy.extensions.filters.common.fault.v3.FaultRateLimit.FixedLimit': envoy.extensions.filters.common.fault.v3.FaultRateLimit.FixedLimit;
  'envoy.extensions.filters.common.fault.v3.FaultRateLimit.HeaderLimit': envoy.extensions.filters.common.fault.v3.FaultRateLimit.HeaderLimit;
  'envoy.extensions.filters.http.buffer.v3.Buffer': envoy.extensions.filters.http.buffer.v3.Buffer;
  'envoy.extensions.filters.http.compressor.v3.Compressor': envoy.extensions.filters.http.compressor.v3.Compressor;
  'envoy.extensions.filters.http.compressor.v3.Compressor.CommonDirectionConfig': envoy.extensions.filters.http.compressor.v3.Compressor.CommonDirectionConfig;
  'envoy.extensions.filters.http.compressor.v3.Compressor.RequestDirectionConfig': envoy.extensions.filters.http.compressor.v3.Compressor.RequestDirectionConfig;
  'envoy.extensions.filters.http.compressor.v3.Compressor.ResponseDirectionConfig': envoy.extensions.filters.http.compressor.v3.Compressor.ResponseDirectionConfig;
  'envoy.extensions.filters.http.cors.v3.Cors': envoy.extensions.filters.http.cors.v3.Cors;
  'envoy.extensions.filters.http.cors.v3.CorsPolicy': envoy.extensions.filters.http.cors.v3.CorsPolicy;
  'envoy.extensions.filters.http.credential_injector.v3.CredentialInjector': envoy.extensions.filters.http.credential_injector.v3.CredentialInjector;
  'envoy.extensions.filters.http.ext_authz.v3.AuthorizationRequest': envoy.extensions.filters.http.ext_authz.v3.AuthorizationRequest;
  'envoy.extensions.filters.http.ext_authz.v3.AuthorizationResponse': envoy.extensions.filters.http.ext_authz.v3.AuthorizationResponse;
  'envoy.extensions.filters.http.ext_authz.v3.BufferSettings': envoy.extensions.filters.http.ext_authz.v3.BufferSettings;
  'envoy.extensions.filters.http.ext_authz.v3.CheckSettings': envoy.extensions.filters.http.ext_authz.v3.CheckSettings;
  'envoy.extensions.filters.http.ext_authz.v3.ExtAuthz': envoy.extensions.filters.http.ext_authz.v3.ExtAuthz;
  'envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute': envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute;
  'envoy.extensions.filters.http.ext_authz.v3.HttpService': envoy.extensions.filters.http.ext_authz.v3.HttpService;
  'envoy.extensions.filters.http.fault.v3.FaultAbort': envoy.extensions.filters.http.fault.v3.FaultAbort;
  'envoy.extensions.filters.http.fault.v3.FaultAbort.HeaderAbort': envoy.extensions.filters.http.fault.v3.FaultAbort.HeaderAbort;
  'envoy.extensions.filters.http.fault.v3.HTTPFault': envoy.extensions.filters.http.fault.v3.HTTPFault;
  'envoy.extensions.filters.http.grpc_stats.v3.FilterConfig': envoy.extensions.filters.http.grpc_stats.v3.FilterConfig;
  'envoy.extensions.filters.http.header_mutation.v3.HeaderMutation': envoy.extensions.filters.http.header_mutation.v3.HeaderMutation;
  'envoy.extensions.filters.http.header_mutation.v3.HeaderMutationPerRoute': envoy.extensions.filters.http.header_mutation.v3.HeaderMutationPerRoute;
  'envoy.extensions.filters.http.header_mutation.v3.Mutations': envoy.extensions.filters.http.header_mutation.v3.Mutations;
  'envoy.extensions.filters.http.health_check.v3.HealthCheck': envoy.extensions.filters.http.health_check.v3.HealthCheck;
  'envoy.extensions.filters.http.jwt_authn.v3.FilterStateRule': envoy.extensions.filters.http.jwt_authn.v3.FilterStateRule;
  'envoy.extensions.filters.http.jwt_authn.v3.JwksAsyncFetch': envoy.extensions.filters.http.jwt_authn.v3.JwksAsyncFetch;
  'envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication': envoy.extensions.filters.http.jwt_authn.v3.JwtAuthentication;
  'envoy.extensions.filters.http.jwt_authn.v3.JwtCacheConfig': envoy.extensions.filters.http.jwt_authn.v3.JwtCacheConfig;
  'envoy.extensions.filters.http.jwt_authn.v3.JwtClaimToHeader': envoy.extensions.filters.http.jwt_authn.v3.JwtClaimToHeader;
  'envoy.extensions.filters.http.jwt_authn.v3.JwtHeader': envoy.extensions.filters.http.jwt_authn.v3.JwtHeader;
  'envoy.extensions.filters.http.jwt_authn.v3.JwtProvider': envoy.extensions.filters.http.jwt_authn.v3.JwtProvider;
  'envoy.extensions.filters.http.jwt_authn.v3.JwtProvider.NormalizePayload': envoy.extensions.filters.http.jwt_authn.v3.JwtProvider.NormalizePayload;
  'envoy.extensions.filters.http.jwt_authn.v3.JwtRequirement': envoy.extensions.filters.http.jwt_authn.v3.JwtRequirement;
  'envoy.extensions.filters.http.jwt_authn.v3.JwtRequirementAndList': envoy.extensions.filters.http.jwt_authn.v3.JwtRequirementAndList;
  'envoy.extensions.filters.http.jwt_authn.v3.JwtRequirementOrList': envoy.extensions.filters.http.jwt_authn.v3.JwtRequirementOrList;
  'envoy.extensions.filters.http.jwt_authn.v3.PerRouteConfig': envoy.extensions.filters.http.jwt_authn.v3.PerRouteConfig;
  'envoy.extensions.filters.http.jwt_authn.v3.ProviderWithAudiences': envoy.extensions.filters.http.jwt_authn.v3.ProviderWithAudiences;
  'envoy.extensions.filters.http.jwt_authn.v3.RemoteJwks': envoy.extensions.filters.http.jwt_authn.v3.RemoteJwks;
  'envoy.extensions.filters.http.jwt_authn.v3.RequirementRule': envoy.extensions.filters.http.jwt_authn.v3.RequirementRule;
  'envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit': envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit;
  'envoy.extensions.filters.http.lua.v3.Lua': envoy.extensions.filters.http.lua.v3.Lua;
  'envoy.extensions.filters.http.lua.v3.LuaPerRoute': envoy.extensions.filters.http.lua.v3.LuaPerRoute;
  'envoy.extensions.filters.http.on_demand.v3.OnDemand': envoy.extensions.filters.http.on_demand.v3.OnDemand;
  'envoy.extensions.filters.http.on_demand.v3.OnDemandCds': envoy.extensions.filters.http.on_demand.v3.OnDemandCds;
  'envoy.extensions.filters.http.on_demand.v3.PerRouteConfig': envoy.extensions.filters.http.on_demand.v3.PerRouteConfig;
  'envoy.extensions.filters.http.ratelimit.v3.RateLimit': envoy.extensions.filters.http.ratelimit.v3.RateLimit;
  'envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig': envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig;
  'envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action': envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action;
  'envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action.DestinationCluster': envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action.DestinationCluster;
  'envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action.GenericKey': envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action.GenericKey;
  'envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action.HeaderValueMatch': envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action.HeaderValueMatch;
  'envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action.MetaData': envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action.MetaData;
  'envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action.RemoteAddress': envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action.RemoteAddress;
  'envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action.RequestHeaders': envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action.RequestHeaders;
  'envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action.SourceCluster': envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Action.SourceCluster;
  'envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Override': envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Override;
  'envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Override.DynamicMetadata': envoy.extensions.filters.http.ratelimit.v3.RateLimitConfig.Override.DynamicMetadata;
  'envoy.extensions.filters.http.ratelimit.v3.RateLimitPerRoute': envoy.extensions.filters.http.ratelimit.v3.RateLimitPerRoute;
  'envoy.extensions.filters.http.rbac.v3.RBAC': envoy.extensions.filters.http.rbac.v3.RBAC;
  'envoy.extensions.filters.http.rbac.v3.RBACPerRoute': envoy.extensions.filters.http.rbac.v3.RBACPerRoute;
  'envoy.extensions.filters.http.router.v3.Router': envoy.extensions.filters.http.router.v3.Router;
  'envoy.extensions.filters.http.router.v3.Router.UpstreamAccessLogOptions': envoy.extensions.filters.http.router.v3.Router.UpstreamAccessLogOptions;
  'envoy.extensions.filters.http.set_metadata.v3.Config': envoy.extensions.filters.http.set_metadata.v3.Config;
  'envoy.extensions.filters.http.set_metadata.v3.Metadata': envoy.extensions.filters.http.set_metadata.v3.Metadata;
  'envoy.extensions.filters.http.stateful_session.v3.StatefulSession': envoy.extensions.filters.http.stateful_session.v3.StatefulSession;
  'envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec': envoy.extensions.filters.http.upstream_codec.v3.UpstreamCodec;
  'envoy.extensions.filters.listener.http_inspector.v3.HttpInspector': envoy.extensions.filters.listener.http_inspector.v3.HttpInspector;
  'envoy.extensions.filters.listener.original_dst.v3.OriginalDst': envoy.extensions.filters.listener.original_dst.v3.OriginalDst;
  'envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol': envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol;
  'envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol.KeyValuePair': envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol.KeyValuePair;
  'envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol.Rule': envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol.Rule;
  'envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector': envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector;
  'envoy.extensions.filters.network.connection_limit.v3.ConnectionLimit': envoy.extensions.filters.network.connection_limit.v3.ConnectionLimit;
  'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager': envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager;
  'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.HcmAccessLogOptions': envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.HcmAccessLogOptions;
  'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.InternalAddressConfig': envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.InternalAddressConfig;
  'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathNormalizationOptions': envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.PathNormalizationOptions;
  'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ProxyStatusConfig': envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.ProxyStatusConfig;
  'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.SetCurrentClientCertDetails': envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.SetCurrentClientCertDetails;
  'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.Tracing': envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.Tracing;
  'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.UpgradeConfig': envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.UpgradeConfig;
  'envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter': envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter;
  'envoy.extensions.filters.network.http_connection_manager.v3.LocalReplyConfig': envoy.extensions.filters.network.http_connection_manager.v3.LocalReplyConfig;
  'envoy.extensions.filters.network.http_connection_manager.v3.Rds': envoy.extensions.filters.network.http_connection_manager.v3.Rds;
  'envoy.extensions.filters.network.http_connection_manager.v3.RequestIDExtension': envoy.extensions.filters.network.http_connection_manager.v3.RequestIDExtension;
  'envoy.extensions.filters.network.http_connection_manager.v3.ResponseMapper': envoy.extensions.filters.network.http_connection_manager.v3.ResponseMapper;
  'envoy.extensions.filters.network.http_connection_manager.v3.ScopedRds': envoy.extensions.filters.network.http_connection_manager.v3.ScopedRds;
  'envoy.extensions.filters.network.http_connection_manager.v3.ScopedRouteConfigurationsList': envoy.extensions.filters.network.http_connection_manager.v3.ScopedRouteConfigurationsList;
  'envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes': envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes;
  'envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes.ScopeKeyBuilder': envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes.ScopeKeyBuilder;
  'envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes.ScopeKeyBuilder.FragmentBuilder': envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes.ScopeKeyBuilder.FragmentBuilder;
  'envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes.ScopeKeyBuilder.FragmentBuilder.HeaderValueExtractor': envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes.ScopeKeyBuilder.FragmentBuilder.HeaderValueExtractor;
  'envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes.ScopeKeyBuilder.FragmentBuilder.HeaderValueExtractor.KvElement': envoy.extensions.filters.network.http_connection_manager.v3.ScopedRoutes.ScopeKeyBuilder.FragmentBuilder.HeaderValueExtractor.KvElement;
  'envoy.extensions.filters.network.rbac.v3.RBAC': envoy.extensions.filters.network.rbac.v3.RBAC;
  'envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy': envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy;
  'envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.OnDemand': envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.OnDemand;
  'envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.TcpAccessLogOptions': envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.TcpAccessLogOptions;
  'envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.TunnelingConfig': envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.TunnelingConfig;
  'envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.WeightedCluster': envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.WeightedCluster;
  'envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.WeightedCluster.ClusterWeight': envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy.WeightedCluster.ClusterWeight;
  'envoy.extensions.http.injected_credentials.generic.v3.Generic': envoy.extensions.http.injected_credentials.generic.v3.Generic;
  'envoy.extensions.http.original_ip_detection.xff.v3.XffConfig': envoy.extensions.http.original_ip_detection.xff.v3.XffConfig;
  'envoy.extensions.load_balancing_policies.client_side_weighted_round_robin.v3.ClientSideWeightedRoundRobin': envoy.extensions.load_balancing_policies.client_side_weighted_round_robin.v3.ClientSideWeightedRoundRobin;
  'envoy.extensions.load_balancing_policies.common.v3.ConsistentHashingLbConfig': envoy.extensions.load_balancing_policies.common.v3.ConsistentHashingLbConfig;
  'envoy.extensions.load_balancing_policies.common.v3.LocalityLbConfig': envoy.extensions.load_balancing_policies.common.v3.LocalityLbConfig;
  'envoy.extensions.load_balancing_policies.common.v3.LocalityLbConfig.LocalityWeightedLbConfig': envoy.extensions.load_balancing_policies.common.v3.LocalityLbConfig.LocalityWeightedLbConfig;
  'envoy.extensions.load_balancing_policies.common.v3.LocalityLbConfig.ZoneAwareLbConfig': envoy.extensions.load_balancing_policies.common.v3.LocalityLbConfig.ZoneAwareLbConfig;
  'envoy.extensions.load_balancing_policies.common.v3.SlowStartConfig': envoy.extensions.load_balancing_policies.common.v3.SlowStartConfig;
  'envoy.extensions.load_balancing_policies.least_request.v3.LeastRequest': envoy.extensions.load_balancing_policies.least_request.v3.LeastRequest;
  'envoy.extensions.load_balancing_policies.maglev.v3.Maglev': envoy.extensions.load_balancing_policies.maglev.v3.Maglev;
  'envoy.extensions.load_balancing_policies.pick_first.v3.PickFirst': envoy.extensions.load_balancing_policies.pick_first.v3.PickFirst;
  'envoy.extensions.load_balancing_policies.random.v3.Random': envoy.extensions.load_balancing_policies.random.v3.Random;
  'envoy.extensions.load_balancing_policies.ring_hash.v3.RingHash': envoy.extensions.load_balancing_policies.ring_hash.v3.RingHash;
  'envoy.extensions.load_balancing_policies.round_robin.v3.RoundRobin': envoy.extensions.load_balancing_policies.round_robin.v3.RoundRobin;
  'envoy.extensions.load_balancing_policies.wrr_locality.v3.WrrLocality': envoy.extensions.load_balancing_policies.wrr_locality.v3.WrrLocality;
  'envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig': envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig;
  'envoy.extensions.request_id.uuid.v3.UuidRequestIdConfig': envoy.extensions.request_id.uuid.v3.UuidRequestIdConfig;
  'envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig': envoy.extensions.resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig;
  'envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig': envoy.extensions.resource_monitors.fixed_heap.v3.FixedHeapConfig;
  'envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate': envoy.extensions.retry.host.previous_hosts.v3.PreviousHostsPredicate;
  'envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig': envoy.extensions.retry.priority.previous_priorities.v3.PreviousPrioritiesConfig;
  'envoy.extensions.router.cluster_specifiers.matcher.v3.ClusterAction': envoy.extensions.router.cluster_specifiers.matcher.v3.ClusterAction;
  'envoy.extensions.router.cluster_specifiers.matcher.v3.MatcherClusterSpecifier': envoy.extensions.router.cluster_specifiers.matcher.v3.MatcherClusterSpecifier;
  'envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer': envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer;
  'envoy.extensions.transport_sockets.tls.v3.CertificateProviderPluginInstance': envoy.extensions.transport_sockets.tls.v3.CertificateProviderPluginInstance;
  'envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext': envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext;
  'envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext.SystemRootCerts': envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext.SystemRootCerts;
  'envoy.extensions.transport_sockets.tls.v3.CommonTlsContext': envoy.extensions.transport_sockets.tls.v3.CommonTlsContext;
  'envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CertificateProvider': envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CertificateProvider;
  'envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CertificateProviderInstance': envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CertificateProviderInstance;
  'envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext': envoy.extensions.transport_sockets.tls.v3.CommonTlsContext.CombinedCertificateValidationContext;
  'envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext': envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext;
  'envoy.extensions.transport_sockets.tls.v3.GenericSecret': envoy.extensions.transport_sockets.tls.v3.GenericSecret;
  'envoy.extensions.transport_sockets.tls.v3.PrivateKeyProvider': envoy.extensions.transport_sockets.tls.v3.PrivateKeyProvider;
  'envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig': envoy.extensions.transport_sockets.tls.v3.SdsSecretConfig;
  'envoy.extensions.transport_sockets.tls.v3.Secret': envoy.extensions.transport_sockets.tls.v3.Secret;
  'envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher': envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher;
  'envoy.extensions.transport_sockets.tls.v3.TlsCertificate': envoy.extensions.transport_sockets.tls.v3.TlsCertificate;
  'envoy.extensions.transport_sockets.tls.v3.TlsKeyLog': envoy.extensions.transport_sockets.tls.v3.TlsKeyLog;
  'envoy.extensions.transport_sockets.tls.v3.TlsParameters': envoy.extensions.transport_sockets.tls.v3.TlsParameters;
  'envoy.extensions.transport_sockets.tls.v3.TlsSessionTicketKeys': envoy.extensions.transport_sockets.tls.v3.TlsSessionTicketKeys;
  'envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext': envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext;
  'envoy.extensions.upstreams.http.v3.HttpProtocolOptions': envoy.extensions.upstreams.http.v3.HttpProtocolOptions;
  'envoy.extensions.upstreams.http.v3.HttpProtocolOptions.AutoHttpConfig': envoy.extensions.upstreams.http.v3.HttpProtocolOptions.AutoHttpConfig;
  'envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig': envoy.extensions.upstreams.http.v3.HttpProtocolOptions.ExplicitHttpConfig;
  'envoy.extensions.upstreams.http.v3.HttpProtocolOptions.UseDownstreamHttpConfig': envoy.extensions.upstreams.http.v3.HttpProtocolOptions.UseDownstreamHttpConfig;
  'envoy.service.discovery.v3.DeltaDiscoveryRequest': envoy.service.discovery.v3.DeltaDiscoveryRequest;
  'envoy.service.discovery.v3.DeltaDiscoveryResponse': envoy.service.discovery.v3.DeltaDiscoveryResponse;
  'envoy.service.discovery.v3.DiscoveryRequest': envoy.service.discovery.v3.DiscoveryRequest;
  'envoy.service.discovery.v3.DiscoveryResponse': envoy.service.discovery.v3.DiscoveryResponse;
  'envoy.service.discovery.v3.DynamicParameterConstraints': envoy.service.discovery.v3.DynamicParameterConstraints;
  'envoy.service.discovery.v3.DynamicParameterConstraints.ConstraintList': envoy.service.discovery.v3.DynamicParameterConstraints.ConstraintList;
  'envoy.service.discovery.v3.DynamicParameterConstraints.SingleConstraint': envoy.service.discovery.v3.DynamicParameterConstraints.SingleConstraint;
  'envoy.service.discovery.v3.DynamicParameterConstraints.SingleConstraint.Exists': envoy.service.discovery.v3.DynamicParameterConstraints.SingleConstraint.Exists;
  'envoy.service.discovery.v3.Resource': envoy.service.discovery.v3.Resource;
  'envoy.service.discovery.v3.Resource.CacheControl': envoy.service.discovery.v3.Resource.CacheControl;
  'envoy.service.discovery.v3.ResourceLocator': envoy.service.discovery.v3.ResourceLocator;
  'envoy.service.discovery.v3.ResourceName': envoy.service.discovery.v3.ResourceName;
  'envoy.service.load_stats.v3.LoadStatsRequest': envoy.service.load_stats.v3.LoadStatsRequest;
  'envoy.service.load_stats.v3.LoadStatsResponse': envoy.service.load_stats.v3.LoadStatsResponse;
  'envoy.service.runtime.v3.Runtime': envoy.service.runtime.v3.Runtime;
  'envoy.service.status.v3.ClientConfig': envoy.service.status.v3.ClientConfig;
  'envoy.service.status.v3.ClientConfig.GenericXdsConfig': envoy.service.status.v3.ClientConfig.GenericXdsConfig;
  'envoy.service.status.v3.ClientStatusRequest': envoy.service.status.v3.ClientStatusRequest;
  'envoy.service.status.v3.ClientStatusResponse': envoy.service.status.v3.ClientStatusResponse;
  'envoy.service.status.v3.PerXdsConfig': envoy.service.status.v3.PerXdsConfig;
  'envoy.type.http.v3.PathTransformation': envoy.type.http.v3.PathTransformation;
  'envoy.type.http.v3.PathTransformation.Operation': envoy.type.http.v3.PathTransformation.Operation;
  'envoy.type.http.v3.PathTransformation.Operation.MergeSlashes': envoy.type.http.v3.PathTransformation.Operation.MergeSlashes;
  'envoy.type.http.v3.PathTransformation.Operation.NormalizePathRFC3986': envoy.type.http.v3.PathTransformation.Operation.NormalizePathRFC3986;
  'envoy.type.matcher.v3.DoubleMatcher': envoy.type.matcher.v3.DoubleMatcher;
  'envoy.type.matcher.v3.FilterStateMatcher': envoy.type.matcher.v3.FilterStateMatcher;
  'envoy.type.matcher.v3.HttpRequestHeaderMatchInput': envoy.type.matcher.v3.HttpRequestHeaderMatchInput;
  'envoy.type.matcher.v3.HttpRequestQueryParamMatchInput': envoy.type.matcher.v3.HttpRequestQueryParamMatchInput;
  'envoy.type.matcher.v3.ListMatcher': envoy.type.matcher.v3.ListMatcher;
  'envoy.type.matcher.v3.ListStringMatcher': envoy.type.matcher.v3.ListStringMatcher;
  'envoy.type.matcher.v3.MetadataMatcher': envoy.type.matcher.v3.MetadataMatcher;
  'envoy.type.matcher.v3.MetadataMatcher.PathSegment': envoy.type.matcher.v3.MetadataMatcher.PathSegment;
  'envoy.type.matcher.v3.NodeMatcher': envoy.type.matcher.v3.NodeMatcher;
  'envoy.type.matcher.v3.OrMatcher': envoy.type.matcher.v3.OrMatcher;
  'envoy.type.matcher.v3.PathMatcher': envoy.type.matcher.v3.PathMatcher;
  'envoy.type.matcher.v3.RegexMatchAndSubstitute': envoy.type.matcher.v3.RegexMatchAndSubstitute;
  'envoy.type.matcher.v3.RegexMatcher': envoy.type.matcher.v3.RegexMatcher;
  'envoy.type.matcher.v3.RegexMatcher.GoogleRE2': envoy.type.matcher.v3.RegexMatcher.GoogleRE2;
  'envoy.type.matcher.v3.StringMatcher': envoy.type.matcher.v3.StringMatcher;
  'envoy.type.matcher.v3.StructMatcher': envoy.type.matcher.v3.StructMatcher;
  'envoy.type.matcher.v3.StructMatcher.PathSegment': envoy.type.matcher.v3.StructMatcher.PathSegment;
  'envoy.type.matcher.v3.ValueMatcher': envoy.type.matcher.v3.ValueMatcher;
  'envoy.type.matcher.v3.ValueMatcher.NullMatch': envoy.type.matcher.v3.ValueMatcher.NullMatch;
  'envoy.type.metadata.v3.MetadataKey': envoy.type.metadata.v3.MetadataKey;
  'envoy.type.metadata.v3.MetadataKey.PathSegment': envoy.type.metadata.v3.MetadataKey.PathSegment;
  'envoy.type.metadata.v3.MetadataKind': envoy.type.metadata.v3.MetadataKind;
  'envoy.type.metadata.v3.MetadataKind.Cluster': envoy.type.metadata.v3.MetadataKind.Cluster;
  'envoy.type.metadata.v3.MetadataKind.Host': envoy.type.metadata.v3.MetadataKind.Host;
  'envoy.type.metadata.v3.MetadataKind.Request': envoy.type.metadata.v3.MetadataKind.Request;
  'envoy.type.metadata.v3.MetadataKind.Route': envoy.type.metadata.v3.MetadataKind.Route;
  'envoy.type.tracing.v3.CustomTag': envoy.type.tracing.v3.CustomTag;
  'envoy.type.tracing.v3.CustomTag.Environment': envoy.type.tracing.v3.CustomTag.Environment;
  'envoy.type.tracing.v3.CustomTag.Header': envoy.type.tracing.v3.CustomTag.Header;
  'envoy.type.tracing.v3.CustomTag.Literal': envoy.type.tracing.v3.CustomTag.Literal;
  'envoy.type.tracing.v3.CustomTag.Metadata': envoy.type.tracing.v3.CustomTag.Metadata;
  'envoy.type.v3.DoubleRange': envoy.type.v3.DoubleRange;
  'envoy.type.v3.FractionalPercent': envoy.type.v3.FractionalPercent;
  'envoy.type.v3.HashPolicy': envoy.type.v3.HashPolicy;
  'envoy.type.v3.HashPolicy.FilterState': envoy.type.v3.HashPolicy.FilterState;
  'envoy.type.v3.HashPolicy.SourceIp': envoy.type.v3.HashPolicy.SourceIp;
  'envoy.type.v3.HttpStatus': envoy.type.v3.HttpStatus;
  'envoy.type.v3.Int32Range': envoy.type.v3.Int32Range;
  'envoy.type.v3.Int64Range': envoy.type.v3.Int64Range;
  'envoy.type.v3.Percent': envoy.type.v3.Percent;
  'envoy.type.v3.SemanticVersion': envoy.type.v3.SemanticVersion;
  'envoy.type.v3.TokenBucket': envoy.type.v3.TokenBucket;
  'google.api.expr.v1alpha1.CheckedExpr': google.api.expr.v1alpha1.CheckedExpr;
  'google.api.expr.v1alpha1.Constant': google.api.expr.v1alpha1.Constant;
  'google.api.expr.v1alpha1.Expr': google.api.expr.v1alpha1.Expr;
  'google.api.expr.v1alpha1.Expr.Call': google.api.expr.v1alpha1.Expr.Call;
  'google.api.expr.v1alpha1.Expr.Comprehension': google.api.expr.v1alpha1.Expr.Comprehension;
  'google.api.expr.v1alpha1.Expr.CreateList': google.api.expr.v1alpha1.Expr.CreateList;
  'google.api.expr.v1alpha1.Expr.CreateStruct': google.api.expr.v1alpha1.Expr.CreateStruct;
  'google.api.expr.v1alpha1.Expr.CreateStruct.Entry': google.api.expr.v1alpha1.Expr.CreateStruct.Entry;
  'google.api.expr.v1alpha1.Expr.Ident': google.api.expr.v1alpha1.Expr.Ident;
  'google.api.expr.v1alpha1.Expr.Select': google.api.expr.v1alpha1.Expr.Select;
  'google.api.expr.v1alpha1.Reference': google.api.expr.v1alpha1.Reference;
  'google.api.expr.v1alpha1.SourceInfo': google.api.expr.v1alpha1.SourceInfo;
  'google.api.expr.v1alpha1.Type': google.api.expr.v1alpha1.Type;
  'google.api.expr.v1alpha1.Type.AbstractType': google.api.expr.v1alpha1.Type.AbstractType;
  'google.api.expr.v1alpha1.Type.FunctionType': google.api.expr.v1alpha1.Type.FunctionType;
  'google.api.expr.v1alpha1.Type.ListType': google.api.expr.v1alpha1.Type.ListType;
  'google.api.expr.v1alpha1.Type.MapType': google.api.expr.v1alpha1.Type.MapType;
  'google.protobuf.Any': google.protobuf.Any;
  'google.protobuf.BoolValue': google.protobuf.BoolValue;
  'google.protobuf.DoubleValue': google.protobuf.DoubleValue;
  'google.protobuf.Duration': google.protobuf.Duration;
  'google.protobuf.Empty': google.protobuf.Empty;
  'google.protobuf.FloatValue': google.protobuf.FloatValue;
  'google.protobuf.ListValue': google.protobuf.ListValue;
  'google.protobuf.StringValue': google.protobuf.StringValue;
  'google.protobuf.Struct': google.protobuf.Struct;
  'google.protobuf.Timestamp': google.protobuf.Timestamp;
  'google.protobuf.UInt32Value': google.protobuf.UInt32Value;
  'google.protobuf.UInt64Value': google.protobuf.UInt64Value;
  'google.protobuf.Value': google.protobuf.Value;
  'google.rpc.Status': google.rpc.Status;
  'xds.core.v3.Authority': xds.core.v3.Authority;
  'xds.core.v3.ContextParams': xds.core.v3.ContextParams;
  'xds.core.v3.TypedExtensionConfig': xds.core.v3.TypedExtensionConfig;
  'xds.type.matcher.v3.Matcher': xds.type.matcher.v3.Matcher;
  'xds.type.matcher.v3.Matcher.MatcherList': xds.type.matcher.v3.Matcher.MatcherList;
  'xds.type.matcher.v3.Matcher.MatcherList.FieldMatcher': xds.type.matcher.v3.Matcher.MatcherList.FieldMatcher;
  'xds.type.matcher.v3.Matcher.MatcherList.Predicate': xds.type.matcher.v3.Matcher.MatcherList.Predicate;
  'xds.type.matcher.v3.Matcher.MatcherList.Predicate.PredicateList': xds.type.matcher.v3.Matcher.MatcherList.Predicate.PredicateList;
  'xds.type.matcher.v3.Matcher.MatcherList.Predicate.SinglePredicate': xds.type.matcher.v3.Matcher.MatcherList.Predicate.SinglePredicate;
  'xds.type.matcher.v3.Matcher.MatcherTree': xds.type.matcher.v3.Matcher.MatcherTree;
  'xds.type.matcher.v3.Matcher.MatcherTree.MatchMap': xds.type.matcher.v3.Matcher.MatcherTree.MatchMap;
  'xds.type.matcher.v3.Matcher.OnMatch': xds.type.matcher.v3.Matcher.OnMatch;
  'xds.type.matcher.v3.RegexMatcher': xds.type.matcher.v3.RegexMatcher;
  'xds.type.matcher.v3.RegexMatcher.GoogleRE2': xds.type.matcher.v3.RegexMatcher.GoogleRE2;
  'xds.type.matcher.v3.StringMatcher': xds.type.matcher.v3.StringMatcher;
}

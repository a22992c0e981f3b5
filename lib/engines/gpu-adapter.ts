/** What we need of WebGPU's adapter. https://www.w3.org/TR/webgpu/#gpuadapter */
export interface GpuAdapter {
  readonly features: { has(name: string): boolean };
  readonly limits: Readonly<Record<string, number>>;
  readonly info?: { readonly description?: string; readonly vendor?: string };
}

/** The graphics processor that the browser offers; null where there is none. */
export async function findAdapter(): Promise<GpuAdapter | null> {
  if (!('gpu' in navigator)) return null;
  const gpu = navigator.gpu as { requestAdapter(): Promise<GpuAdapter | null> };
  return gpu.requestAdapter().catch(() => null);
}

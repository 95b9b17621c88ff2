/** The id of a release's workflow. */
export function releaseWorkflow(id: string): string {
  return `release/${id}`;
}

/** The id of a lane's workflow. */
export function laneWorkflow(lane: string): string {
  return `lane/${lane}`;
}

/** Service and environment of a lane; neither name can hold a dot. */
export function laneParts(lane: string): { service: string; environment: string } {
  const [service = '', environment = ''] = lane.split('.');
  return { service, environment };
}

/** The lane of a release. */
export function laneOf(id: string): string {
  return id.replace(/\.\d+$/, '');
}

import { makeProcessPlatformRig } from '../rigs/process-platform.ts';
import { platformContract } from './platform-contract.ts';

platformContract('process', () => makeProcessPlatformRig(), { supervised: true });

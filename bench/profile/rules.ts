/** The name of a part, and what frames belong to it; `$1` in the name is what the pattern's first bracket holds. */
export type Rule = readonly [part: string, holds: RegExp];

/** How to tell what part of a program a stack is about. Frames are told as `PLACE:NAME`. */
export interface Rules {
  /** The first of these that holds for any frame decides. */
  anywhere: readonly Rule[];
  /** If none did: the innermost frame for which one of these holds. */
  innermost: readonly Rule[];
  /** What is left. */
  rest: string;
}

/** The part that a stack is about; its frames are innermost first. Pure. */
export function partOf(stack: readonly string[], { anywhere, innermost, rest }: Rules): string {
  for (const rule of anywhere) {
    for (const frame of stack) {
      const part = told(frame, rule);
      if (part !== undefined) return part;
    }
  }
  for (const frame of stack) {
    for (const rule of innermost) {
      const part = told(frame, rule);
      if (part !== undefined) return part;
    }
  }
  return rest;
}

function told(frame: string, [part, holds]: Rule): string | undefined {
  const found = holds.exec(frame);
  return found === null ? undefined : part.replace('$1', found[1] ?? '');
}

/** What the kernel does for a program. */
export const KERNEL: readonly Rule[] = [
  ['kernel: network', /^kernel:(?:tcp|inet|sock|unix_stream|__sys_send|__sys_recv|net_rx|__napi)/],
  ['kernel: files', /^kernel:(?:vfs_|ext4_|xfs_|btrfs_|do_sys_open|__fput|ksys_p?(?:read|write))/],
  ['kernel: memory', /^kernel:(?:asm_exc_page_fault|__x64_sys_m|__arm64_sys_m|do_m(?:map|unmap|advise))/],
  ['kernel: threads that wait, wake and take turns', /^kernel:.*(?:schedule|futex|epoll|sleep|task_switch)/],
  ['kernel: threads that wait, wake and take turns', /^kernel:irqentry_exit/],
  ['kernel: the rest', /^kernel:/],
];

/** Gives this process, and those that it starts, credentials and a region that stand-ins for AWS do not check. */
export function giveAwsCredentials(): void {
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'anyone',
    AWS_SECRET_ACCESS_KEY: 'anything',
    AWS_REGION: 'eu-west-1',
  });
}

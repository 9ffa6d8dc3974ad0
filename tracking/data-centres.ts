/**
 * Autonomous systems of cloud providers and of mail security. People come out of them too (VPN, a company's filter), so it
 * weighs little. Private relays (Akamai 36183, Cloudflare, Fastly) and the filters through which offices surf are no part of it.
 */
export const dataCentres: ReadonlySet<number> = new Set([
  8_075, // Microsoft
  8_068, // Microsoft
  16_509, // Amazon
  14_618, // Amazon
  15_169, // Google
  396_982, // Google Cloud
  31_898, // Oracle
  36_351, // IBM Cloud
  45_102, // Alibaba Cloud
  132_203, // Tencent Cloud
  14_061, // DigitalOcean
  16_276, // OVH
  24_940, // Hetzner
  213_230, // Hetzner Cloud
  63_949, // Akamai Linode
  20_473, // Vultr
  12_876, // Scaleway
  51_167, // Contabo
  60_781, // Leaseweb
  8_560, // IONOS
  33_070, // Rackspace
  30_031, // Mimecast
  34_440, // Mimecast
  39_588, // Mimecast
  42_427, // Mimecast
  22_843, // Proofpoint
  26_211, // Proofpoint
  52_129, // Proofpoint
  15_324, // Barracuda
  16_417, // Cisco, mail security
  16_880, // Trend Micro
  200_107, // Kaspersky
]);

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice One entry of a service's metadata, in the form in which ERC-8004 passes it to `register`.
/// @param metadataKey Key of the entry.
/// @param metadataValue Value of the entry.
struct MetadataEntry {
    string metadataKey;
    bytes metadataValue;
}

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title SmartWallet
/// @notice A contract account (ERC-1271) that does whatever it is told, and answers signature checks well or badly.
contract SmartWallet is IERC1271 {
    /// @notice How `isValidSignature` answers. `Owner`: the owner's ECDSA signature is valid. `Secret`: the bytes of
    /// `setSecret` are valid. The others answer badly whatever the signature.
    enum WalletMode {
        Owner,
        Secret,
        Invalid,
        WrongMagic,
        ShortReturn,
        Reverting
    }

    /// @notice What it says in `Reverting`.
    error SmartWalletRefused();

    /// @notice The one whose ECDSA signatures count.
    address public immutable owner;

    /// @notice How it answers.
    WalletMode public mode;

    /// @notice Hash of the bytes that are valid in `Secret`.
    bytes32 public secretHash;

    constructor(address owner_) {
        owner = owner_;
    }

    /// @notice Chooses how it answers.
    function setMode(WalletMode mode_) external {
        mode = mode_;
    }

    /// @notice Makes these bytes its only valid signature.
    function setSecret(bytes calldata secret) external {
        mode = WalletMode.Secret;
        secretHash = keccak256(secret);
    }

    /// @notice Calls others in its own name, in one transaction, all or nothing.
    function execute(address[] calldata targets, bytes[] calldata calls) external {
        for (uint256 i = 0; i < targets.length; ++i) {
            Address.functionCall(targets[i], calls[i]);
        }
    }

    /// @inheritdoc IERC1271
    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        WalletMode current = mode;
        if (current == WalletMode.Owner) return _answer(ECDSA.recoverCalldata(hash, signature) == owner);
        if (current == WalletMode.Secret) return _answer(keccak256(signature) == secretHash);
        if (current == WalletMode.Invalid) return 0xffffffff;
        if (current == WalletMode.WrongMagic) return bytes4(uint32(IERC1271.isValidSignature.selector) + 1);
        if (current == WalletMode.Reverting) revert SmartWalletRefused();
        bytes4 magic = IERC1271.isValidSignature.selector;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(0, magic)
            return(0, 4)
        }
    }

    function _answer(bool valid) private pure returns (bytes4) {
        return valid ? IERC1271.isValidSignature.selector : bytes4(0xffffffff);
    }
}

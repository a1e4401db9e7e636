// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title SmartWallet
/// @notice A smart wallet (ERC-1271) that makes any call, and responds correctly or incorrectly to signature checks.
contract SmartWallet is IERC1271 {
    /// @notice Responses of `isValidSignature`. `Owner` accepts the owner's ECDSA signature. `Secret` accepts the bytes
    /// of `setSecret`. The others reject any signature or respond incorrectly.
    enum WalletMode {
        Owner,
        Secret,
        Invalid,
        WrongMagic,
        ShortReturn,
        Reverting
    }

    /// @notice Thrown in `Reverting` mode.
    error SmartWalletRefused();

    /// @notice Account whose ECDSA signatures are valid.
    address public immutable owner;

    /// @notice The current response.
    WalletMode public mode;

    /// @notice Hash of the bytes accepted in `Secret` mode.
    bytes32 public secretHash;

    constructor(address owner_) {
        owner = owner_;
    }

    /// @notice Sets the response.
    function setMode(WalletMode mode_) external {
        mode = mode_;
    }

    /// @notice Makes these bytes the only valid signature.
    function setSecret(bytes calldata secret) external {
        mode = WalletMode.Secret;
        secretHash = keccak256(secret);
    }

    /// @notice Makes several calls in one transaction, all or nothing.
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

// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @notice Counts successful calls by kind.
abstract contract Kinds {
    /// @notice How often each kind of action succeeded, or each kind of attack was rejected.
    mapping(bytes32 kind => uint256) public successes;
    bytes32[] private _kinds;
    mapping(bytes32 kind => bool) private _isKind;

    error UnknownKind(bytes32 kind);

    /// @notice Returns the functions that the runner calls.
    function actions() external pure virtual returns (bytes4[] memory);

    /// @notice Returns the kinds that must be counted at least once.
    function kinds() external view returns (bytes32[] memory) {
        return _kinds;
    }

    function _addKind(bytes32 kind) internal {
        _kinds.push(kind);
        _isKind[kind] = true;
    }

    /// @dev Rejects a kind that is not listed, because it would never be checked.
    function _count(bytes32 kind) internal {
        if (!_isKind[kind]) revert UnknownKind(kind);
        ++successes[kind];
    }
}
